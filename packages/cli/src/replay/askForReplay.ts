import { setTimeout as sleep } from 'node:timers/promises';
import { askPortal, type Portal } from '../portal/askPortal';
import { readReplayAnswer, type ReplayAnswer } from './ReplayAnswer';

const longest = 16 * 1024 * 1024;
const firstWaitMs = 200;
const longestWaitMs = 5_000;
const patienceMs = 15 * 60_000;

/**
 * Has a portal replay a list, and waits for what comes of it.
 *
 * @param content - `rules`, `distrust` and `builders`, as configuration writes them
 * @throws Error with a sentence for people, where no whole answer came
 */
export async function askForReplay(
  portal: Portal,
  content: object,
): Promise<ReplayAnswer> {
  const replays = new URL('api/provenance/acceptance/replays', portal.portal);
  const begun = readReplayAnswer(
    await askPortal({
      ...{ ...portal, url: replays, body: { content } },
      ...{ status: 202, longest },
    }),
  );
  const url = new URL(`${replays.href}/${begun.id}`);
  const until = performance.now() + patienceMs;
  let answer = begun;
  for (let wait = firstWaitMs; answer.state === 'running'; wait *= 2) {
    if (performance.now() > until)
      throw new Error('the replay did not end within 15 minutes');
    await sleep(Math.min(wait, longestWaitMs));
    const next = await askPortal({ ...portal, url, status: 200, longest });
    answer = readReplayAnswer(next);
    if (answer.id !== begun.id || answer.base !== begun.base)
      throw new Error('the answer is about another replay');
  }
  return answer;
}
