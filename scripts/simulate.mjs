import { createRequire } from 'node:module';
import { fromRoot } from './lib/paths.mjs';
import { install } from './lib/install.mjs';
import { exitCode, start } from './lib/processes.mjs';

/**
 * How the simulation is run, in a process of its own.
 *
 * @param {string[]} args
 */
export function simulation(args) {
  // Looked up here and not above: this file is read before anything is installed.
  const transform = createRequire(import.meta.url).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  const main = fromRoot(
    'plugins/provenance-backend/src/__testUtils__/simulation/main.ts',
  );
  return [process.execPath, '--require', transform, main, ...args];
}

/**
 * `./dev simulate --seed N --steps N`: faults at random over the sandbox, and what the engine makes of them.
 *
 * @param {string[]} args
 */
export async function run(args) {
  await install();
  return exitCode(start(simulation(args), { stdio: 'inherit' }));
}
