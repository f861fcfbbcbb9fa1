import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheDir, root } from '../lib/paths.mjs';
import { capture } from '../lib/processes.mjs';
import { missingPostgres } from './context.mjs';

const report = path.join(cacheDir, 'unit.json');

/**
 * @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, success: boolean,
 *   testResults: { name: string, assertionResults: { status: string, fullName: string }[] }[] }} JestReport
 */

/** @param {JestReport} results */
const skippedTests = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => ['pending', 'todo', 'disabled'].includes(status))
      .map(({ fullName }) => `${path.relative(root, name)}: ${fullName}`),
  );

/** @type {import('./schedule.mjs').Step['run']} */
export async function unitTests(context) {
  rmSync(report, { force: true });
  const { code, output } = await capture(
    [
      ...['yarn', 'backstage-cli', 'repo', 'test', '--watchAll=false'],
      ...['--maxWorkers=2', '--json', `--outputFile=${report}`],
    ],
    { env: context.env },
  );
  /** @type {JestReport} */
  const results = JSON.parse(readFileSync(report, 'utf8'));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const postgres = context.postgres ? undefined : missingPostgres(context);
  return {
    passed: results.numPassedTests,
    // A run can fail without a failed test, for instance where a worker was killed.
    failed: (failed || (code === 0 ? 0 : 1)) + (postgres?.failed ?? 0),
    skipped: [...skippedTests(results), ...(postgres?.skipped ?? [])],
    output: `${output}${postgres?.output ?? ''}`,
  };
}
