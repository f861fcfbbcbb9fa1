import { fromRoot } from './lib/paths.mjs';
import { sandboxConfigs } from './lib/portal.mjs';
import { requireFree } from './lib/ports.mjs';
import { exitCode, start } from './lib/processes.mjs';
import { runMain } from './lib/main.mjs';

const configs = sandboxConfigs.flatMap(file => ['--config', fromRoot(file)]);

/**
 * The development mode of a Backstage repository, hot reload on both sides, with the sandbox. `backstage-cli repo start`
 * knows one entry of a backend only; a package in the role of a plugin starts from dev/.
 */
async function develop() {
  const advice = 'end what listens there, then run yarn start again.';
  await requireFree(3000, advice);
  await requireFree(7007, advice);
  const cli = ['yarn', 'backstage-cli', 'package', 'start', ...configs];
  const app = start(cli, { cwd: fromRoot('packages/app'), stdio: 'inherit' });
  const backend = start([...cli, '--role', 'backend-plugin'], {
    cwd: fromRoot('packages/backend'),
    stdio: 'inherit',
  });
  return Promise.race([exitCode(app), exitCode(backend)]);
}

await runMain(develop);
