import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from '../lib/paths.mjs';
import { capture } from '../lib/processes.mjs';
import { missingBrowser } from './context.mjs';

const report = path.join(cacheDir, 'browser.json');

/**
 * @typedef {{ title: string, specs?: { title: string, tests: { status: string }[] }[], suites?: Suite[] }} Suite
 * @typedef {{ suites: Suite[], stats: { expected: number, unexpected: number, flaky: number, skipped: number } }}
 *   PlaywrightReport
 */

/** @param {Suite[]} suites @returns {string[]} */
const skippedTests = suites =>
  suites.flatMap(({ title, specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
      .map(spec => `${title}: ${spec.title}`),
    ...skippedTests(inner),
  ]);

/** @type {import('./schedule.mjs').Step['run']} */
export async function browserTests(context) {
  if (!context.browser) return missingBrowser(context);
  rmSync(report, { force: true });
  const { code, output } = await capture(
    ['node', 'scripts/browser.mjs', '--reporter=list,json'],
    { env: { ...context.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  /** @type {PlaywrightReport} */
  const { stats, suites } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = stats.unexpected + stats.flaky;
  return {
    passed: stats.expected,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: skippedTests(suites),
    output,
  };
}
