import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UserError } from './lib/UserError.mjs';
import { install } from './lib/install.mjs';
import { cacheDir } from './lib/paths.mjs';
import { prepare } from './test/context.mjs';
import { runSteps } from './test/schedule.mjs';
import { steps } from './test/steps.mjs';

/** @param {string[]} names @param {boolean} all */
function choose(names, all) {
  const unknown = names.find(name => !steps.some(step => step.name === name));
  if (unknown) {
    throw new UserError(
      `There is no step "${unknown}": choose from ${steps
        .map(step => step.name)
        .join(', ')}.`,
    );
  }
  if (names.length === 0) return steps.filter(step => all || !step.slow);
  const chosen = new Set(names);
  for (const name of chosen) {
    for (const needed of steps.find(step => step.name === name)?.after ?? []) {
      chosen.add(needed);
    }
  }
  return steps.filter(step => chosen.has(step.name));
}

/** @param {string[]} args */
export async function run(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false } },
  });
  const chosen = choose(positionals, values.all);
  await install();
  mkdirSync(cacheDir, { recursive: true });

  const results = await runSteps(chosen, await prepare());
  const skipped = results.flatMap(result => result.skipped);
  if (!values.all && positionals.length === 0) {
    for (const step of steps.filter(({ slow }) => slow)) {
      skipped.push(`${step.name}: slow, runs with --all`);
    }
  }
  for (const line of skipped) console.log(`skipped  ${line}`);
  const sum = (/** @type {'passed' | 'failed'} */ key) =>
    results.reduce((total, result) => total + result[key], 0);
  console.log(
    `${sum('passed')} passed, ${sum('failed')} failed, ${
      skipped.length
    } skipped`,
  );
  return sum('failed') === 0 ? 0 : 1;
}
