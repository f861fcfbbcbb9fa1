import { availableParallelism } from 'node:os';

/**
 * @typedef {import('./context.mjs').Context} Context
 *
 * @typedef {{ passed: number, failed: number, skipped: string[], output: string }} Result
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} [after] steps whose output it needs; where one failed it does not run
 * @property {number} [cores] how many it keeps busy; 1 where absent
 * @property {boolean} [slow] runs with --all only
 * @property {(context: Context) => Promise<Result>} run
 */

/** @param {Step} step @param {Context} context @returns {Promise<Result>} */
async function attempt(step, context) {
  try {
    return await step.run(context);
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], output: String(error) };
  }
}

/** @param {string} name @param {Result} result @param {number} ms */
function print(name, result, ms) {
  const seconds = `${(ms / 1000).toFixed(0)} s`.padStart(6);
  const counts = result.passed > 1 ? `  ${result.passed} tests` : '';
  if (result.failed > 0) console.log(`\n${result.output.trimEnd()}\n`);
  console.log(
    `${result.failed > 0 ? 'FAILED ' : 'ok     '}${seconds}  ${name}${counts}`,
  );
}

/**
 * Runs the steps in their order, each as soon as what it needs is there and a core is free.
 *
 * @param {Step[]} steps @param {Context} context @returns {Promise<Result[]>}
 */
export async function runSteps(steps, context) {
  const waiting = [...steps];
  /** @type {Map<string, Result>} */
  const results = new Map();
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  const allCores = Math.max(2, availableParallelism());
  let freeCores = allCores;

  /** @param {Step} step @param {number} cores */
  async function runOne(step, cores) {
    const startedAt = Date.now();
    const failed = (step.after ?? []).find(name => results.get(name)?.failed);
    const result = failed
      ? {
          passed: 0,
          failed: 1,
          skipped: [],
          output: `Not run: ${failed} failed.`,
        }
      : await attempt(step, context);
    freeCores += cores;
    results.set(step.name, result);
    print(step.name, result, Date.now() - startedAt);
  }

  while (waiting.length > 0 || running.size > 0) {
    // Nothing overtakes a step that needs more cores than are free: it would wait for ever.
    const index = waiting.findIndex(({ after = [] }) =>
      after.every(
        name => results.has(name) || !steps.some(step => step.name === name),
      ),
    );
    const cores = Math.min(waiting[index]?.cores ?? 1, allCores);
    if (index >= 0 && cores <= freeCores) {
      const [step] = waiting.splice(index, 1);
      freeCores -= cores;
      const run = runOne(step, cores).finally(() => running.delete(run));
      running.add(run);
    } else {
      await Promise.race(running);
    }
  }
  return [...results.values()];
}
