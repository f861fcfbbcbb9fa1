import { setImmediate as turn } from 'node:timers/promises';
import type { Digest, Evidence, Judgement } from '@countersign/domain';
import {
  listOutdated,
  readKnowledge,
  readMaterials,
  recordRejudgement,
  scheduleJudgement,
  type StoredKnowledge,
} from '../store';
import { completeEvidence, withFresh } from './completeEvidence';
import type { EngineContext } from './EngineContext';
import { suspendUnsafe } from './generation/suspendUnsafe';
import { rejudgeTogether } from './rejudgeTogether';
import { judgeObserved } from './judgeKnowledge';
import { judgeAtOf } from './schedule';

const pageSize = 200;

/** How far judging everything again is. */
interface Tally {
  /** Usages that were judged again. */
  count: number;
  /** Those that could not be, and still show an old verdict. */
  failed: number;
}

/**
 * Judges again whatever was judged under another configuration: from stored bytes alone, no registry is asked. Those for
 * which all evidence is there are read and written many at a time, all others one by one.
 *
 * @param signal - aborted when the process ends: what is left is done by whoever starts next
 */
export async function rejudgeOutdated(
  engine: EngineContext,
  signal?: AbortSignal,
): Promise<Tally> {
  await suspendUnsafe(engine, signal);
  const tally: Tally = { count: 0, failed: 0 };
  let after = '';
  for (;;) {
    const { knex, generation } = engine;
    const page = { knex, generation, after, limit: pageSize };
    // SQLite answers without waiting: nobody would be served, and no memory given back, before the last usage is done.
    await turn();
    const usages = await listOutdated(page);
    const last = usages.at(-1);
    if (!last) return tally;
    const done = await rejudgeTogether(usages, engine, signal);
    tally.count += done.size;
    for (const { id } of usages) {
      if (done.has(id)) continue;
      if (signal?.aborted) return tally;
      await turn();
      const { isWhole } = await rejudgeUsage(id, engine);
      if (isWhole) tally.count++;
      else tally.failed++;
    }
    after = last.id;
  }
}

/** What came of judging a usage again. */
export interface Rejudged {
  /** False where it failed, or where it has to be done again because something could not be verified. */
  isWhole: boolean;
  /** What was written; nothing where something newer was there. */
  judgement?: Judgement;
}

/**
 * Judges one usage again from what is stored. Where that fails it is logged: one usage that cannot be judged must not
 * keep the old verdict of all that come after it.
 */
export async function rejudgeUsage(
  usageId: string,
  engine: EngineContext,
): Promise<Rejudged> {
  try {
    return await rejudge(usageId, engine);
  } catch (error) {
    engine.logger.error(
      `usage ${usageId} could not be judged again`,
      error as Error,
    );
    return { isWhole: false };
  }
}

async function rejudge(
  usageId: string,
  engine: EngineContext,
): Promise<Rejudged> {
  const { knex, generation } = engine;
  const now = engine.clock.now();
  const known = await readKnowledge({ knex, usageId, now });
  if (!known) return { isWhole: true };
  const { current, collections, acceptedBefore } = known;
  const { evidence, unverified } = await missingEvidence(known, engine, now);
  const isWhole = unverified.length === 0;
  const judgement = await judgeObserved({
    observer: engine.observer,
    usage: current.usage,
    entity: current.entity,
    problem: current.problem,
    resolution: current.resolution,
    collections,
    acceptedBefore,
    evidence: withFresh(known.evidence, evidence),
    unverified,
    context: engine.judging,
    now,
  });
  const recorded = await engine.observer.stage('record', () =>
    recordRejudgement({
      knex,
      usageId,
      evidence,
      judgement,
      generation,
      isUnfinished: !isWhole,
      expectedRevision: known.judgementRevision,
      now: now.toISOString(),
    }),
  );
  if (!recorded) return { isWhole };
  const judgeAt = judgeAtOf(judgement, now);
  await scheduleJudgement({ knex, usageId, judgeAt });
  return { isWhole, judgement };
}

/** The evidence that what is stored lacks, and the digests of which some could not be had. */
async function missingEvidence(
  { collections, evidence }: StoredKnowledge,
  { knex, judging, verification, observer, logger }: EngineContext,
  now: Date,
): Promise<{ evidence: Evidence[]; unverified: Digest[] }> {
  const missing: Evidence[] = [];
  const unverified: Digest[] = [];
  for (const subject of new Set(collections.map(c => c.subject)))
    try {
      const fresh = await completeEvidence({
        subject,
        materials: collections
          .filter(collection => collection.subject === subject)
          .flatMap(({ material }) => material.map(({ digest }) => digest)),
        load: digests => readMaterials({ knex, digests }),
        known: evidence.filter(one => one.subject === subject),
        authorities: judging.authorities.loaded,
        verification,
        observer,
        now,
      });
      missing.push(...fresh);
    } catch (error) {
      unverified.push(subject);
      logger.error(
        `stored material of ${subject} could not be verified`,
        error as Error,
      );
    }
  return { evidence: missing, unverified };
}
