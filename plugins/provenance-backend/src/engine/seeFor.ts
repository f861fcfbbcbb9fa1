import type { WorkClaim } from '../store';
import type { EngineContext } from './EngineContext';
import { seeWith, type Collect, type Sight } from './lookAt';
import type { Party } from './partiesOf';
import type { Task } from './Task';
import type { Workshop } from './Workshop';

/** Looks once for all of a party, or says why nobody could. */
export async function seeFor(
  party: Party,
  claims: readonly WorkClaim[],
  { host, mode }: Task,
  { engine, workshop }: { engine: EngineContext; workshop: Workshop },
): Promise<Sight> {
  const { looker, clock } = engine;
  const { hosts, looks } = workshop;
  const { question, scope } = party;
  const at = clock.now().toISOString();
  const [{ problem }] = party.usages;
  if (problem) return { status: 'failed', at, cause: problem };
  if (mode === 'unreachable' && host !== undefined)
    return hosts.sightOf(host, at);
  const since = dueSince(claims, at);
  const collect: Collect = (named, subject) => {
    const place = named.type === 'file' ? named.url : named.repository;
    const bundle = question.bundleUrl ?? null;
    // What one credential read is never given to another (S12.1).
    const key = JSON.stringify([scope, named.type, place, bundle, subject]);
    return looks.collect(key, since, () =>
      looker.collect(named, subject, { entity: question.entityRef }),
    );
  };
  const sight = await seeWith(question, { looker, clock, collect });
  if (host !== undefined) await hosts.note(host, sight, engine);
  return sight;
}

/**
 * Since when a look counts for all of them, in milliseconds: the last instant at which one fell due. Nothing where a
 * person asked: they get a look of their own.
 */
function dueSince(
  claims: readonly WorkClaim[],
  now: string,
): number | undefined {
  if (claims.some(({ asked }) => asked)) return undefined;
  const due = claims.filter(({ dueAt }) => dueAt <= now);
  return Math.max(...due.map(({ dueAt }) => Date.parse(dueAt)));
}
