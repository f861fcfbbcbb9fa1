import { browserAdvice, findBrowser } from '../lib/browser.mjs';
import {
  findPostgres,
  postgresAdvice,
  postgresVariable,
} from '../lib/postgres.mjs';

/**
 * What the machine offers, found out once for all steps.
 *
 * @typedef {{ strict: boolean, env: NodeJS.ProcessEnv, postgres?: string, browser?: string }} Context
 */

/** @returns {Promise<Context>} */
export async function prepare() {
  const strict = ['true', '1'].includes(process.env.CI ?? '');
  const postgres = await findPostgres();
  return {
    strict,
    postgres,
    browser: findBrowser(),
    env: {
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      // Colours would end up in the middle of what is searched.
      FORCE_COLOR: '0',
      NODE_ENV: undefined,
      [postgresVariable]: postgres,
    },
  };
}

/**
 * What is missing counts as skipped for a person and as failed in CI, where nobody would read it.
 *
 * @param {Context} context @param {string} what @param {string} advice
 * @returns {import('./schedule.mjs').Result}
 */
export function missing({ strict }, what, advice) {
  const line = `${what}: ${advice}`;
  return strict
    ? { passed: 0, failed: 1, skipped: [], output: line }
    : { passed: 0, failed: 0, skipped: [line], output: '' };
}

/** @param {Context} context */
export const missingPostgres = context =>
  missing(context, 'unit tests on PostgreSQL', postgresAdvice);

/** @param {Context} context */
export const missingBrowser = context =>
  missing(context, 'browser tests', browserAdvice);
