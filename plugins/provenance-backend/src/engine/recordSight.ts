import type { Evidence, Judgement } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';
import type { Knex } from 'knex';
import {
  artifactOf,
  readAboutDigest,
  readEvidence,
  readWatched,
  type AboutDigest,
  type Artifact,
  type CurrentUsage,
  type UsageToLook,
  type LookResult,
  type Watched,
  type WorkClaim,
  type WorkSchedule,
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
import { settle } from './unchanged/settle';
import type { Workshop } from './Workshop';

/** What was seen, for one usage. */
export interface Sighting {
  claim: WorkClaim;
  sight: Sight;
  /** As it was when the look began. Whatever changes it replaces the ticket, and then nothing is recorded. */
  current: UsageToLook;
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
  { records }: Pick<Workshop, 'records'>,
): Promise<boolean> {
  const { claim, current, sight } = sighting;
  const { clock, generation, observer, judging } = engine;
  const look = lookOf(current, sight);
  const now = clock.now();
  const result = await digestLook(current, look, engine, now);
  const stored = sighting.isStored ? withoutBytes(result) : result;
  const next = nextAfter(
    sighting,
    { look, judgement: result.judgement, now },
    judging,
  );
  const recorded = await observer.stage('record', () =>
    records.ask({
      ...{ claim, result: stored, generation, next },
      now: now.toISOString(),
    }),
  );
  observer.count('looks', { outcome: recorded ? 'recorded' : 'late' });
  return recorded;
}

/** When somebody has to come back, and to what. */
export function nextAfter(
  { claim, current }: Pick<Sighting, 'claim' | 'current'>,
  done: { look: Look; judgement: Judgement; now: Date },
  { settings: { intervalMs } }: EngineContext['judging'],
): { schedule: WorkSchedule; artifact: Artifact } {
  const artifact = artifactOf(current.usage.reference, current.bundleUrl);
  // By the digest, so that all of its names fall due together.
  const name = done.look.digest ?? artifact.key;
  const { attempts } = claim;
  return {
    schedule: scheduleAfter({ ...done, name, attempts, intervalMs }),
    artifact,
  };
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
  const { knex } = engine;
  const { digest } = look;
  const watched = await readWatched({ knex, usageId: current.id, digest });
  const about = await readAboutDigest({
    ...{ knex, current, digest, fresh, now },
    accepted: watched.acceptedBefore,
  });
  const evidence = await verifyFound(look, about, engine, now);
  const { collections, acceptedBefore } = about;
  const judgement = await judgeObserved({
    observer: engine.observer,
    usage: { ...current.usage, digest: look.digest },
    entity: current.entity,
    problem: current.problem,
    resolution: look.resolution,
    collections: [...fresh, ...collections],
    evidence: withFresh(about.evidence, evidence),
    acceptedBefore,
    context: engine.judging,
    now,
  });
  const seen = { current, look, about, evidence, watched };
  const found = await findingsIn(seen, engine, now);
  return {
    ...look,
    current,
    evidence,
    judgement,
    findings: found.standing,
    decidedFindings: found.decided,
    signed: found.signed,
    settled: settle({ ...seen, found, judgement }, engine, now),
  };
}

interface Seen {
  current: CurrentUsage;
  look: Look;
  about: AboutDigest;
  watched: Watched;
  evidence: Evidence[];
}

async function findingsIn(
  seen: Seen,
  { knex, judging }: EngineContext,
  now: Date,
): Promise<FoundFindings> {
  const { current, look, about, watched } = seen;
  const evidence = evidenceInForce(
    [
      ...(await readMissed(seen, knex)),
      ...withFresh(about.evidence, seen.evidence),
    ],
    judging.authorities.loaded,
    judging.verifier,
  );
  const { acceptedBefore } = about;
  return findingsOf({
    ...{ current, look, acceptedBefore, evidence, watched, judging, now },
  });
}

/** Evidence about what accepted signers had said over the digest and nobody found now. */
async function readMissed(
  { look: { digest }, about, watched }: Seen,
  knex: Knex,
): Promise<Evidence[]> {
  if (!digest) return [];
  const known = new Set(
    about.evidence
      .filter(({ subject }) => subject === digest)
      .map(({ material }) => material),
  );
  const materials = watched.statements.filter(one => !known.has(one));
  return readEvidence({ knex, subject: digest, materials });
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
