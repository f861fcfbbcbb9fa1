import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { Answer, Source } from './Source';

/** How long a source may take about one page. */
const patienceMs = 60_000;

/** What a source said about a page, by entity; or why it said nothing. */
export type Asked =
  | { answers: Map<string, Answer>; foreign: number }
  | { problem: string };

/**
 * Asks one source about a page of entities. One that throws, hangs or speaks about others harms only its own claims.
 */
export async function askSource(
  source: Source,
  entities: Entity[],
  options: { signal?: AbortSignal; patienceMs?: number } = {},
): Promise<Asked> {
  const patience = AbortSignal.timeout(options.patienceMs ?? patienceMs);
  const signal = AbortSignal.any(
    options.signal ? [options.signal, patience] : [patience],
  );
  const over = new AbortController();
  try {
    const answers = await Promise.race([
      source.locate(entities, { signal }),
      aborted(signal, over.signal),
    ]);
    return sortedOut(answers, new Set(entities.map(stringifyEntityRef)));
  } catch (error) {
    if (patience.aborted) return { problem: 'it did not answer in time' };
    return { problem: (error as Error)?.message ?? String(error) };
  } finally {
    over.abort();
  }
}

/**
 * Listens until it is over: a signal that somebody listens to lives until its time has come, and with it whatever came
 * first, here the answers about a page.
 */
function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true, signal: over });
  });
}

/** Nobody speaks about an entity that it was not asked about: that would be a way into another team's page. */
function sortedOut(answers: Answer[], asked: ReadonlySet<string>): Asked {
  const own = answers.filter(({ entityRef }) => asked.has(entityRef));
  return {
    answers: new Map(own.map(answer => [answer.entityRef, answer])),
    foreign: answers.length - own.length,
  };
}
