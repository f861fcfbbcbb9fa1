import type { Evidence } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';
import {
  artifactOf,
  readAboutDigest,
  readWatched,
  recordLook,
  type AboutDigest,
  type CurrentUsage,
  type LookResult,
  type WorkClaim,
} from '../store';
import {
  completeEvidence,
  evidenceInForce,
  withFresh,
} from './completeEvidence';
import type { EngineContext } from './EngineContext';
import { findingsOf, type FoundFindings } from './findingsOf';
import { judgeObserved } from './judgeKnowledge';
import { looksOf, lookOf, type Look, type Sight } from './lookAt';
import { scheduleAfter } from './schedule';

/** What was seen, for one usage. */
export interface Sighting {
  claim: WorkClaim;
  sight: Sight;
  /** As it was when the look began. Whatever changes it replaces the ticket, and then nothing is recorded. */
  current: CurrentUsage;
  /** The material is in the store already: another usage brought it. */
  isStored: boolean;
}

/**
 * Verifies, judges and records what was seen, for one usage, and says when to come back.
 *
 * @returns whether it was recorded; not where it came too late
 */
export async function recordSight(
  sighting: Sighting,
  engine: EngineContext,
): Promise<boolean> {
  const { claim, current, sight } = sighting;
  const { knex, clock, generation, observer, judging } = engine;
  const look = lookOf(current, sight);
  const now = clock.now();
  const result = await digestLook(current, look, engine, now);
  const stored = sighting.isStored ? withoutBytes(result) : result;
  const artifact = artifactOf(current.usage.reference, current.bundleUrl);
  const schedule = scheduleAfter({
    ...{ name: artifact.key, look, now },
    judgement: result.judgement,
    attempts: claim.attempts,
    intervalMs: judging.settings.intervalMs,
  });
  const recorded = await observer.stage('record', () =>
    recordLook({
      ...{ knex, claim, result: stored, generation },
      next: { schedule, artifact },
      now: now.toISOString(),
    }),
  );
  observer.count('looks', { outcome: recorded ? 'recorded' : 'late' });
  return recorded;
}

function withoutBytes(result: LookResult): LookResult {
  const bare = (one: Collected) => ({ ...one, materials: [] });
  return { ...result, materials: [], below: result.below.map(bare) };
}

/** Verifies and judges what a look brought, together with what is stored about the digest. */
async function digestLook(
  current: CurrentUsage,
  look: Look,
  engine: EngineContext,
  now: Date,
): Promise<LookResult> {
  const fresh = looksOf(look).map(({ collection }) => collection);
  const about = await readAboutDigest({
    ...{ knex: engine.knex, current, fresh },
    digest: look.digest,
  });
  const evidence = await verifyFound(look, about, engine, now);
  const { collections, acceptedBefore } = about;
  const judgement = await judgeObserved({
    observer: engine.observer,
    usage: { ...current.usage, digest: look.digest },
    problem: current.problem,
    resolution: look.resolution,
    collections: [...fresh, ...collections],
    evidence: withFresh(about.evidence, evidence),
    acceptedBefore,
    context: engine.judging,
    now,
  });
  const found = await findingsIn(
    { current, look, about, evidence },
    engine,
    now,
  );
  return {
    ...look,
    current,
    evidence,
    judgement,
    findings: found.standing,
    decidedFindings: found.decided,
    signed: found.signed,
  };
}

async function findingsIn(
  seen: {
    current: CurrentUsage;
    look: Look;
    about: AboutDigest;
    evidence: Evidence[];
  },
  { knex, judging }: EngineContext,
  now: Date,
): Promise<FoundFindings> {
  const { current, look, about } = seen;
  const { digest } = look;
  const watched = await readWatched({
    ...{ knex, usageId: current.id, digest },
    known: new Set(
      about.evidence
        .filter(({ subject }) => subject === digest)
        .map(({ material }) => material),
    ),
  });
  const evidence = evidenceInForce(
    [...watched.evidence, ...withFresh(about.evidence, seen.evidence)],
    judging.authorities.loaded,
    judging.verifier,
  );
  const { acceptedBefore } = about;
  return findingsOf({
    ...{ current, look, acceptedBefore, evidence, watched, judging, now },
  });
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
