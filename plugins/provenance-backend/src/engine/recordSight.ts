import type { Collection, Evidence } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';
import {
  artifactOf,
  readAboutDigest,
  readKnowledge,
  readWatched,
  recordLook,
  type AboutDigest,
  type LookResult,
  type StoredKnowledge,
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
import {
  looksOf,
  lookOf,
  type Look,
  type Question,
  type Sight,
} from './lookAt';
import { scheduleAfter } from './schedule';

/** What was seen, for one usage. */
export interface Sighting {
  claim: WorkClaim;
  sight: Sight;
  /** What was asked; a usage that names something else by now is left to whoever claims it next. */
  question: Question;
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
  const { claim, sight, question } = sighting;
  const { knex, clock, generation, observer, judging } = engine;
  const known = await readKnowledge({ knex, usageId: claim.usageId });
  if (!known || !isAbout(known, question)) return false;
  const look = lookOf(known.current, sight);
  const now = clock.now();
  const result = await digestLook(known, look, engine, now);
  const stored = sighting.isStored ? withoutBytes(result) : result;
  const artifact = artifactOf(question.reference, question.bundleUrl);
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

function isAbout({ current }: StoredKnowledge, asked: Question): boolean {
  const { usage, bundleUrl } = current;
  return usage.reference === asked.reference && bundleUrl === asked.bundleUrl;
}

function withoutBytes(result: LookResult): LookResult {
  const bare = (one: Collected) => ({ ...one, materials: [] });
  return { ...result, materials: [], below: result.below.map(bare) };
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
  const found = await findingsIn({ known, look, about, evidence }, engine, now);
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
    known: StoredKnowledge;
    look: Look;
    about: AboutDigest;
    evidence: Evidence[];
  },
  { knex, judging }: EngineContext,
  now: Date,
): Promise<FoundFindings> {
  const { known, look, about } = seen;
  const { current } = known;
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
