import type { Collection, Evidence } from '@countersign/domain';
import {
  finishWork,
  readAboutDigest,
  readKnowledge,
  recordLook,
  type AboutDigest,
  type LookResult,
  type StoredKnowledge,
  type WorkClaim,
} from '../store';
import { completeEvidence, withFresh } from './completeEvidence';
import type { EngineContext } from './EngineContext';
import { findingsOf } from './findingsOf';
import { judgeObserved } from './judgeKnowledge';
import { keepLease } from './keepLease';
import { looksOf, lookAt, type Look } from './lookAt';
import { rejudgeUsage } from './rejudge';
import { backOff, scheduleAfter } from './schedule';

/**
 * One usage on its way: resolve, collect, verify, judge, record. It fails alone: whatever is thrown is logged, and the
 * usage comes back later.
 */
export async function workOn(
  claim: WorkClaim,
  engine: EngineContext,
): Promise<void> {
  const lease = keepLease(claim, engine);
  const { observer } = engine;
  try {
    const known = await readKnowledge({
      knex: engine.knex,
      usageId: claim.usageId,
    });
    if (!known) return;
    const look = () => lookAndRecord(claim, known, engine);
    await observer.stage('look', look, { usageId: claim.usageId });
  } catch (error) {
    observer.count('looks', { outcome: 'error' });
    engine.logger.error(
      `usage ${claim.usageId} could not be worked on`,
      error as Error,
    );
    // S6.1: a verdict is not kept because looking failed; time goes on, and the clock may have something to say.
    await rejudgeUsage(claim.usageId, engine);
    await postpone(claim, engine);
  } finally {
    lease.end();
  }
}

async function lookAndRecord(
  claim: WorkClaim,
  known: StoredKnowledge,
  engine: EngineContext,
): Promise<void> {
  const { knex, clock, generation, observer } = engine;
  const look = await lookAt(known.current, engine.looker, clock);
  const now = clock.now();
  const result = await digestLook(known, look, engine, now);
  const recorded = await observer.stage('record', () =>
    recordLook({ knex, claim, result, generation, now: now.toISOString() }),
  );
  observer.count('looks', { outcome: recorded ? 'recorded' : 'late' });
  if (!recorded) return;
  const schedule = scheduleAfter({
    usageId: claim.usageId,
    look,
    judgement: result.judgement,
    attempts: claim.attempts,
    intervalMs: engine.judging.settings.intervalMs,
    now,
  });
  await finishWork({ knex, claim, ...schedule });
}

/** Verifies and judges what a look brought, together with what is stored about the digest. */
async function digestLook(
  known: StoredKnowledge,
  look: Look,
  engine: EngineContext,
  now: Date,
): Promise<LookResult> {
  const { current } = known;
  const about = await knownAbout(known, look, engine);
  const evidence = await verifyFound(look, about, engine, now);
  const { collections, acceptedBefore } = about;
  const judgement = await judgeObserved({
    observer: engine.observer,
    usage: { ...current.usage, digest: look.digest },
    problem: current.problem,
    resolution: look.resolution,
    collections: [...freshOf(look), ...collections],
    evidence: withFresh(about.evidence, evidence),
    acceptedBefore,
    context: engine.judging,
    now,
  });
  const { standing, decided } = findingsOf(current, look, acceptedBefore);
  return {
    ...look,
    current,
    evidence,
    judgement,
    findings: standing,
    decidedFindings: decided,
  };
}

/** A digest or material that is new to the usage may be known from before, or from another usage. */
async function knownAbout(
  known: StoredKnowledge,
  look: Look,
  { knex }: EngineContext,
): Promise<AboutDigest> {
  const { digest } = look;
  const fresh = freshOf(look);
  const stored = new Set(known.collections.flatMap(factsIn));
  const nothingNew = fresh.flatMap(factsIn).every(fact => stored.has(fact));
  if (digest === known.current.usage.digest && nothingNew) return known;
  return readAboutDigest({ knex, current: known.current, digest, fresh });
}

function freshOf(look: Look): Collection[] {
  return looksOf(look).map(({ collection }) => collection);
}

/** What a collection names, about which something may be stored. */
function factsIn({ subject, material }: Collection): string[] {
  return [subject, ...material.map(({ digest }) => `${subject} ${digest}`)];
}

async function verifyFound(
  look: Look,
  about: AboutDigest,
  engine: EngineContext,
  now: Date,
) {
  const evidence: Evidence[] = [];
  for (const { collection, materials } of looksOf(look)) {
    const { subject } = collection;
    const fresh = await completeEvidence({
      subject,
      materials: materials.map(material => material.digest),
      load: async wanted => materials.filter(m => wanted.includes(m.digest)),
      known: about.evidence.filter(one => one.subject === subject),
      authorities: engine.judging.authorities.loaded,
      verification: engine.verification,
      observer: engine.observer,
      now,
    });
    evidence.push(...fresh);
  }
  return evidence;
}

async function postpone(
  claim: WorkClaim,
  engine: EngineContext,
): Promise<void> {
  const attempts = claim.attempts + 1;
  const next = engine.clock.now().getTime() + backOff(attempts);
  try {
    await finishWork({
      knex: engine.knex,
      claim,
      nextAt: new Date(next).toISOString(),
      attempts,
    });
  } catch (error) {
    // The database may be what failed. The lease then ends by itself.
    engine.logger.warn(
      `usage ${claim.usageId} waits for its lease to end`,
      error as Error,
    );
  }
}
