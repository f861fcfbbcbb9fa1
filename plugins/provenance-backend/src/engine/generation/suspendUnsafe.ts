import type { Digest, Evidence } from '@countersign/domain';
import {
  listOutdated,
  readKnowledge,
  recordRejudgement,
  type StoredKnowledge,
} from '../../store';
import { counts } from '../completeEvidence';
import type { EngineContext } from '../EngineContext';
import type { CountedRevisions } from '../JudgeContext';
import { judgeObserved } from '../judgeKnowledge';

const pageSize = 200;

/**
 * S6.4: takes back at once what rests on evidence of an unsafe revision. Verifying everything again takes a while, and
 * nothing may be trusted meanwhile for a proof that is none. Where the list is empty, as in most releases, nothing is read.
 */
export async function suspendUnsafe(
  engine: EngineContext,
  signal?: AbortSignal,
): Promise<void> {
  const { knex, generation, judging } = engine;
  const { verifier } = judging;
  if (!verifier || verifier.unsafeRevisions.size === 0) return;
  let after = '';
  for (;;) {
    const page = { knex, generation, after, limit: pageSize };
    const usages = await listOutdated(page);
    if (usages.length === 0) return;
    for (const { id: usageId } of usages) {
      if (signal?.aborted) return;
      await suspend(usageId, engine, verifier);
      after = usageId;
    }
  }
}

/** One usage that cannot be judged must not keep the unsafe verdicts of all that come after it. */
async function suspend(
  usageId: string,
  engine: EngineContext,
  verifier: CountedRevisions,
): Promise<void> {
  try {
    const known = await readKnowledge({ knex: engine.knex, usageId });
    if (!known) return;
    const unverified = suspendedIn(known.evidence, verifier);
    if (unverified.length > 0) await record(known, unverified, engine);
  } catch (error) {
    engine.logger.error(
      `usage ${usageId} could not be suspended`,
      error as Error,
    );
  }
}

/** Digests about which a proof does not count any more and was not made anew. */
function suspendedIn(
  evidence: Evidence[],
  verifier: CountedRevisions,
): Digest[] {
  const key = (one: Evidence) =>
    `${one.subject} ${one.material} ${one.authorityDigest}`;
  const anew = new Set(evidence.filter(e => counts(e, verifier)).map(key));
  const suspended = evidence.filter(
    one =>
      verifier.unsafeRevisions.has(one.verifierRevision) && !anew.has(key(one)),
  );
  return [...new Set(suspended.map(({ subject }) => subject))];
}

async function record(
  known: StoredKnowledge,
  unverified: Digest[],
  { knex, clock, generation, judging, observer }: EngineContext,
): Promise<void> {
  const { current, collections, acceptedBefore, evidence } = known;
  const now = clock.now();
  const judgement = await judgeObserved({
    observer,
    usage: current.usage,
    entity: current.entity,
    problem: current.problem,
    resolution: current.resolution,
    collections,
    acceptedBefore,
    evidence,
    unverified,
    context: judging,
    now,
  });
  await recordRejudgement({
    knex,
    usageId: current.id,
    evidence: [],
    judgement,
    generation,
    isUnfinished: true,
    expectedRevision: known.judgementRevision,
    now: now.toISOString(),
  });
}
