import { capture } from '../lib/processes.mjs';

/**
 * A step that counts as one: it passes where the command does.
 *
 * @param {...string} words
 * @returns {import('./schedule.mjs').Step['run']}
 */
export const command =
  (...words) =>
  async ({ env }) => {
    const { code, output } = await capture(words, { env });
    return code === 0
      ? { passed: 1, failed: 0, skipped: [], output }
      : {
          passed: 0,
          failed: 1,
          skipped: [],
          output: `$ ${words.join(' ')}\n${output}`,
        };
  };
