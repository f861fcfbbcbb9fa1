import { capture } from '../lib/processes.mjs';
import { simulation } from '../simulate.mjs';
import { missing } from './context.mjs';
import { postgresAdvice } from '../lib/postgres.mjs';

const stepsOfOne = 2_000;
/** Every operation is a journey to a server there. */
const stepsOnPostgres = 500;

/**
 * One run after the other, each from a seed of its own.
 *
 * @param {number[]} seeds @param {{ isOnPostgres?: boolean }} [options]
 * @returns {import('./schedule.mjs').Step['run']}
 */
export const simulations =
  (seeds, { isOnPostgres = false } = {}) =>
  async context => {
    const result = {
      passed: 0,
      failed: 0,
      skipped: /** @type {string[]} */ ([]),
      output: '',
    };
    const runs = seeds.map(seed => [
      ...['--seed', `${seed}`, '--steps', `${stepsOfOne}`],
    ]);
    const { postgres, env } = context;
    if (isOnPostgres && postgres)
      runs.push([
        ...['--seed', '1', '--steps', `${stepsOnPostgres}`],
        ...['--postgres', postgres],
      ]);
    for (const args of runs) {
      const { code, output } = await capture(simulation(args), { env });
      result[code === 0 ? 'passed' : 'failed']++;
      if (code !== 0) result.output += output;
    }
    if (!isOnPostgres || postgres) return result;
    const lacking = missing(
      context,
      'simulation on PostgreSQL',
      postgresAdvice,
    );
    return {
      passed: result.passed,
      failed: result.failed + lacking.failed,
      skipped: lacking.skipped,
      output: result.output + lacking.output,
    };
  };
