import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTrustStore, MemoryTrustStore, type TrustStore } from '.';

const key = 'a'.repeat(64);
/** The module itself, in which a call can be answered as it was a moment ago. */
const files: { readdir(path: string): Promise<string[]> } =
  jest.requireActual('node:fs/promises');

describe.each<[string, (folder: string) => TrustStore]>([
  ['MemoryTrustStore', () => new MemoryTrustStore()],
  ['FileTrustStore', folder => new FileTrustStore(join(folder, 'trust'))],
])('%s', (_, create) => {
  let folder: string;
  let store: TrustStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
    store = create(folder);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('keeps what was written last', async () => {
    expect(await store.read(key)).toBeUndefined();
    expect(await store.write(key, 'one', 0)).toBe(true);
    expect(await store.write(key, 'two', 1)).toBe(true);
    expect(await store.read(key)).toEqual({ revision: 2, content: 'two' });
    expect(await store.read('b'.repeat(64))).toBeUndefined();
  });

  it('writes over nothing but what was read', async () => {
    await store.write(key, 'one', 0);
    expect(await store.write(key, 'other', 0)).toBe(false);
    expect(await store.write(key, 'other', 5)).toBe(false);
    expect(await store.read(key)).toEqual({ revision: 1, content: 'one' });
  });

  it('lets one of ten writers through', async () => {
    const written = await Promise.all(
      Array.from({ length: 10 }, (__, i) => store.write(key, `${i}`, 0)),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
    expect(await store.read(key)).toEqual({
      revision: 1,
      content: `${written.indexOf(true)}`,
    });
  });

  it.each(['', '../escaped', 'A'.repeat(64), `${'a'.repeat(64)}/..`])(
    'CVE-2026-24137 takes no name but a hash: %j',
    async name => {
      await expect(store.read(name)).rejects.toThrow('not a key');
      await expect(store.write(name, '', 0)).rejects.toThrow('not a key');
    },
  );
});

describe('FileTrustStore', () => {
  let folder: string;
  let store: FileTrustStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
    store = new FileTrustStore(folder);
    await store.write(key, 'one', 0);
    await store.write(key, 'two', 1);
  });

  afterEach(() => rm(folder, { recursive: true }));

  const path = () => join(folder, `${key}.2.json`);

  it('leaves one file, for its owner alone', async () => {
    expect(await readdir(folder)).toEqual([`${key}.2.json`]);
    expect((await stat(path())).mode & 0o077).toBe(0);
  });

  it('S6.1 reads the newer version where another process replaced the one that it saw', async () => {
    const seen = jest
      .spyOn(files, 'readdir')
      .mockResolvedValueOnce([`${key}.1.json`]);
    expect(await store.read(key)).toEqual({ revision: 2, content: 'two' });
    expect(seen).toHaveBeenCalledTimes(2);
    seen.mockRestore();
  });

  it.each<[string, (text: string) => string]>([
    ['cut off', text => text.slice(0, -5)],
    ['edited', text => text.replace('two', 'bad')],
    ['empty', () => ''],
    ['another document', () => '[]'],
  ])(
    'counts a file that is %s as absent, and writes over it',
    async (_, edit) => {
      await writeFile(path(), edit(await readFile(path(), 'utf8')));
      expect(await store.read(key)).toEqual({ revision: 2 });
      expect(await store.write(key, 'three', 2)).toBe(true);
      expect(await store.read(key)).toEqual({ revision: 3, content: 'three' });
    },
  );
});
