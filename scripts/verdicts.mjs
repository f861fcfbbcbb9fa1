import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from './lib/UserError.mjs';
import { install } from './lib/install.mjs';
import { fromRoot } from './lib/paths.mjs';
import { sandboxCommand, freePorts, portalEnvironment } from './lib/portal.mjs';
import { exitCode, onExit, start } from './lib/processes.mjs';

/** @param {string[]} args */
export async function run(args) {
  const { values } = parseArgs({
    args,
    options: { add: { type: 'string', multiple: true, default: [] } },
  });
  const additions = values.add.map(folder => path.resolve(folder));
  for (const folder of additions) {
    if (
      ['images', 'files', 'catalog'].some(name =>
        existsSync(path.join(folder, name)),
      )
    )
      continue;
    throw new UserError(
      `${folder} has none of images, files and catalog in it: docs/sandbox.md shows the form of added cases.`,
    );
  }
  await install();
  const data = mkdtempSync(path.join(tmpdir(), 'countersign-verdicts-'));
  onExit(() => rmSync(data, { recursive: true, force: true }));
  const child = start(
    sandboxCommand(
      'verdicts.ts',
      additions.flatMap(folder => ['--add', folder]),
    ),
    {
      cwd: fromRoot('packages/backend'),
      env: {
        ...portalEnvironment({
          ...(await freePorts()),
          data,
          discoverySeconds: 1,
        }),
        // The table is the output.
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
      },
      stdio: 'inherit',
    },
  );
  return exitCode(child);
}
