import type { WorkClaim } from '../store';
import { judgeAgain, stumble } from './comeBack';
import type { EngineContext } from './EngineContext';
import type { Sight } from './lookAt';
import { partiesOf, type Party } from './partiesOf';
import { recordSight } from './recordSight';
import { seeFor } from './seeFor';
import type { Task } from './Task';
import { verifyOnce } from './verifyOnce';
import { recordUnchanged } from './unchanged/recordUnchanged';
import type { Workshop } from './Workshop';

/**
 * A task on its way: resolve and collect once; then verify, judge and record for each usage. Each fails alone: whatever
 * is thrown is logged, and the usage comes back later.
 */
export async function workOn(
  task: Task,
  engine: EngineContext,
  workshop: Workshop,
): Promise<void> {
  const left = new Map(task.claims.map(claim => [claim.usageId, claim]));
  try {
    if (task.mode === 'judge')
      await eachAlone(left.values(), engine, claim =>
        judgeAgain(claim, engine),
      );
    else await look(task, left, { engine, workshop });
  } catch (error) {
    for (const claim of left.values()) await stumble(claim, error, engine);
  }
}

async function look(
  task: Task,
  left: Map<string, WorkClaim>,
  means: { engine: EngineContext; workshop: Workshop },
): Promise<void> {
  const { engine, workshop } = means;
  const { looker, observer } = engine;
  const usages = await workshop.usages.ask([...left.keys()]);
  for (const party of await partiesOf(usages, looker)) {
    const mine = claimsOf(party, left);
    const all = async () => {
      const claims = [...mine.values()];
      const sight = await seeFor(party, claims, task, means);
      mine.forEach(({ usageId }) => left.delete(usageId));
      await recordEach(party, sight, mine, means);
    };
    await observer.stage('look', all, { usageId: party.usages[0].id });
    const others = mine.size - 1;
    observer.count('cache', { cache: 'look', result: 'miss' });
    observer.count('cache', { cache: 'look', result: 'hit' }, others);
  }
}

function claimsOf({ usages }: Party, left: ReadonlyMap<string, WorkClaim>) {
  const claims = usages.flatMap(({ id }) => left.get(id) ?? []);
  return new Map(claims.map(claim => [claim.usageId, claim]));
}

async function recordEach(
  { usages }: Party,
  sight: Sight,
  claims: ReadonlyMap<string, WorkClaim>,
  { engine, workshop }: { engine: EngineContext; workshop: Workshop },
): Promise<void> {
  // What one usage had verified the others need not, not even what the clock alone may have failed.
  const verification = verifyOnce(workshop.verification, { keep: true });
  const sharing = { ...engine, verification };
  const currentOf = new Map(usages.map(usage => [usage.id, usage]));
  const sightings = [...claims.values()].flatMap(claim => {
    const current = currentOf.get(claim.usageId);
    return current ? [{ claim, current, sight, isStored: false }] : [];
  });
  const renewed = await Promise.all(
    sightings.map(one => recordUnchanged(one, engine, workshop)),
  );
  let isStored = false;
  const changed = sightings.filter((_, i) => !renewed[i]);
  const left = new Map(changed.map(one => [one.claim, one]));
  await eachAlone([...left.keys()], engine, async claim => {
    const sighting = { ...left.get(claim)!, isStored };
    if (await recordSight(sighting, sharing, workshop)) isStored = true;
  });
}

async function eachAlone(
  claims: Iterable<WorkClaim>,
  engine: EngineContext,
  work: (claim: WorkClaim) => Promise<void>,
): Promise<void> {
  for (const claim of claims)
    try {
      await work(claim);
    } catch (error) {
      await stumble(claim, error, engine);
    }
}
