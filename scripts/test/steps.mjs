import { command } from './command.mjs';
import { browserTests } from './browser-tests.mjs';
import { coverage } from './coverage.mjs';
import { interop } from './interop-tests.mjs';
import { productionBundle } from './production-bundle.mjs';
import { simulations } from './simulation.mjs';
import { unitTests } from './unit-tests.mjs';

const cli = ['yarn', 'backstage-cli'];

/**
 * Every check, in the order in which they start: long ones first, so that the short ones fill the second core.
 *
 * @type {import('./schedule.mjs').Step[]}
 */
export const steps = [
  { name: 'types', run: command('yarn', 'tsc') },
  { name: 'lint', run: command(...cli, 'repo', 'lint') },
  { name: 'unit', cores: 2, run: unitTests },
  // Beside the other one that takes both cores, so that none waits idle for it.
  { name: 'coverage', cores: 2, slow: true, run: coverage },
  { name: 'build', after: ['types'], run: command('yarn', 'build:all') },
  { name: 'format', run: command('yarn', 'prettier:check') },
  { name: 'scripts', run: command('yarn', 'tsc:scripts') },
  {
    name: 'packaging',
    after: ['build'],
    run: command('yarn', 'test:packaging'),
  },
  { name: 'browser', after: ['build'], run: browserTests },
  { name: 'bundle', after: ['build'], run: productionBundle },
  { name: 'simulation', run: simulations([1], { isOnPostgres: true }) },
  { name: 'simulations', slow: true, run: simulations([2, 3, 4, 5, 6]) },
  { name: 'more-simulations', slow: true, run: simulations([7, 8, 9, 10]) },
  { name: 'interop', slow: true, run: interop },
  { name: 'verdicts', run: command('./dev', 'verdicts') },
  {
    name: 'reports',
    after: ['types'],
    run: command('yarn', 'check:api-reports'),
  },
  { name: 'knip', run: command('yarn', 'check:knip-reports') },
];
