import { existsSync } from 'node:fs';
import { findTools } from './interop/tools.mjs';
import { UserError } from './lib/UserError.mjs';
import { runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { findPostgres, postgresVariable } from './lib/postgres.mjs';
import { exitCode, start } from './lib/processes.mjs';

/** `yarn bench NAME [--quick]`: one JSON line a figure. */
await runMain(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const file = fromRoot(`scripts/bench/${name}.ts`);
  if (!/^[a-z]+$/.test(name) || !existsSync(file))
    throw new UserError('Say which: yarn bench verifier [--quick].');
  const transform = fromRoot(
    'node_modules/@backstage/cli/config/nodeTransform.cjs',
  );
  // Bench code runs as the built package does: without the stacks that only sources have.
  const command = [process.execPath, '--require', transform, file, ...args];
  const { env } = findTools();
  // What needs a database says so itself where there is none.
  const postgres = [
    'lists',
    'discovery',
    'replay',
    'rejudge',
    'preview',
  ].includes(name)
    ? await findPostgres()
    : undefined;
  if (postgres !== undefined) env[postgresVariable] = postgres;
  return exitCode(start(command, { stdio: 'inherit', env }));
});
