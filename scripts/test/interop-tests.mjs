import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildMissing, findTools } from '../interop/tools.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { capture } from '../lib/processes.mjs';

const folder = 'e2e-tests/interop';
const { resolve } = createRequire(import.meta.url);

/** @param {string} output @param {string} name */
const sum = (output, name) =>
  Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);

/**
 * Real tools of others against ours, on loopback. A tool that is not built is skipped by its name; the rest runs.
 *
 * @returns {Promise<import('./schedule.mjs').Result>}
 */
export async function interopTests() {
  const { env, missing } = findTools();
  // Looked up here and not above: this file is read before anything is installed.
  const transform = resolve('@backstage/cli/config/nodeTransform.cjs');
  const files = readdirSync(fromRoot(folder))
    .filter(name => name.endsWith('.test.ts'))
    .map(name => fromRoot(folder, name));
  const { code, output } = await capture(
    [
      ...['node', '--require', transform, '--test', '--test-reporter=tap'],
      ...['--test-concurrency=1', ...files],
    ],
    { env },
  );
  const failed = sum(output, 'fail');
  return {
    passed: sum(output, 'pass'),
    failed: failed || (code === 0 ? 0 : 1),
    skipped: missing,
    output,
  };
}

/**
 * As a step: with the tools that Go builds here. What it cannot build is skipped by name, as everything that is missing.
 *
 * @type {import('./schedule.mjs').Step['run']}
 */
export async function interop() {
  const problems = await buildMissing();
  const result = await interopTests();
  return { ...result, skipped: [...problems, ...result.skipped] };
}
