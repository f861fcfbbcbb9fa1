import type { Digest } from '@countersign/domain';
import type { WorkClaim } from '../store';
import type { EngineContext } from './EngineContext';
import { seeWith, type Collect, type Sight } from './lookAt';
import { lookTogether, togetherMs } from './lookTogether';
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
  const due = dueSince(claims, at);
  let company: Promise<Company> | undefined;
  const collect: Collect = async (named, subject) => {
    // The first is what the reference leads to; what it lists follows.
    company ??= companyAt(subject, party, due, engine, workshop);
    const { since, mayBeShared } = await company;
    const place = named.type === 'file' ? named.url : named.repository;
    const bundle = question.bundleUrl ?? null;
    // What one credential read is never given to another (S12.1).
    const key = JSON.stringify([scope, named.type, place, bundle, subject]);
    const look = () =>
      looker.collect(named, subject, { entity: question.entityRef });
    return looks.collect(key, since, () =>
      mayBeShared
        ? lookTogether(key, since, look, { engine, workshop })
        : look(),
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

interface Company {
  /** Since when somebody else's look counts, in milliseconds. */
  since: number | undefined;
  /** Another replica may come to the same digest by another name. */
  mayBeShared: boolean;
}

/**
 * Whose look may serve. A usage that leads where it led before is looked at because its interval is over, and a look of a
 * moment earlier serves it as well: names of one digest then go on sharing it, round after round.
 */
async function companyAt(
  digest: Digest,
  { usages }: Party,
  due: number | undefined,
  { logger }: EngineContext,
  { names }: Workshop,
): Promise<Company> {
  const isKnown = usages.every(({ usage }) => usage.digest === digest);
  if (!isKnown) return { since: due, mayBeShared: true };
  const [{ reference }] = usages.map(({ usage }) => usage);
  const since = due === undefined ? undefined : due - togetherMs;
  const asked = names.ask({ digest, reference });
  // A database that does not answer is no fault of the artifact, and keeps nobody from looking.
  const mayBeShared = await asked.catch(error => {
    logger.warn('who else comes to a digest could not be read', error);
    return false;
  });
  return { since, mayBeShared };
}
