import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const helper = resolve(__dirname, '../../bin/compileCache.js');

/** Where compiled code goes, as a process says that has the cache folder. */
function usedBy(cache: string): string {
  const script = `
    require(${JSON.stringify(helper)}).useCompileCache();
    process.stdout.write(require('node:module').getCompileCacheDir() ?? 'none');`;
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CACHE_HOME: cache };
  delete env.NODE_COMPILE_CACHE;
  delete env.NODE_DISABLE_COMPILE_CACHE;
  return execFileSync(process.execPath, ['-e', script], { env }).toString();
}

describe('useCompileCache', () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'countersign-compiled-'));
  });
  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  it("keeps compiled code in the user's own folder", () => {
    const folder = join(cache, 'countersign', 'compiled');
    expect(usedBy(cache).startsWith(folder)).toBe(true);
  });

  it.each(['countersign', 'countersign/compiled'])(
    'runs nothing from %s that others may write to',
    name => {
      const folder = join(cache, name);
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o775);
      expect(usedBy(cache)).toBe('none');
    },
  );

  it('does not follow a link to a folder of somebody else', () => {
    mkdirSync(join(cache, 'countersign'), { mode: 0o700 });
    symlinkSync(tmpdir(), join(cache, 'countersign', 'compiled'));
    expect(usedBy(cache)).toBe('none');
  });

  it('runs without one where none can be made', () => {
    expect(usedBy('/dev/null')).toBe('none');
  });
});
