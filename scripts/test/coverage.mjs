import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromRoot } from '../lib/paths.mjs';
import { capture, onExit } from '../lib/processes.mjs';

/** What a stranger's bytes reach first: every branch there that no test takes is one that only a stranger takes. */
const folders = ['verification', 'material', 'oci', 'files'];
const leastPercent = 95;

/** @typedef {Record<string, { branches: { total: number, covered: number } }>} Summary */

/** @param {Summary} summary @param {string} folder */
function branchesOf(summary, folder) {
  const inside = fromRoot('packages/verifier/src', folder) + path.sep;
  let [total, covered] = [0, 0];
  for (const [file, { branches }] of Object.entries(summary)) {
    if (!file.startsWith(inside)) continue;
    total += branches.total;
    covered += branches.covered;
  }
  return total === 0 ? 0 : (100 * covered) / total;
}

/**
 * Branch coverage of the verifier's doors, one result a folder. The campaign of mutants is left out: what it reaches by
 * chance is no test of a branch.
 *
 * @type {import('./schedule.mjs').Step['run']}
 */
export async function coverage({ env }) {
  const report = mkdtempSync(path.join(tmpdir(), 'countersign-coverage-'));
  const remove = onExit(() => rmSync(report, { recursive: true, force: true }));
  const { code, output } = await capture(
    [
      ...['yarn', 'workspace', '@countersign/verifier', 'test'],
      ...['--watchAll=false', '--maxWorkers=2', '--coverage'],
      ...['--coverageReporters=json-summary', `--coverageDirectory=${report}`],
      ...['--testPathIgnorePatterns', 'mutants'],
    ],
    { env },
  );
  /** @type {Summary} */
  const summary = JSON.parse(
    readFileSync(path.join(report, 'coverage-summary.json'), 'utf8'),
  );
  await remove();
  const lines = folders.map(folder => {
    const percent = branchesOf(summary, folder);
    const text = `branches of ${folder}/: ${percent.toFixed(1)} %`;
    return { text, isEnough: percent >= leastPercent };
  });
  const tooFew = lines.filter(({ isEnough }) => !isEnough).length;
  return {
    passed: lines.length - tooFew,
    failed: tooFew + (code === 0 ? 0 : 1),
    skipped: [],
    output: `${code === 0 ? '' : output}${lines
      .map(({ text }) => text)
      .join('\n')}\nat least ${leastPercent} % are asked for`,
  };
}
