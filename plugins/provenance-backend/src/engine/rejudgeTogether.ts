import {
  readAboutDigests,
  recordRejudgements,
  type AboutDigest,
  type AboutUsage,
  type OutdatedUsage,
  type RejudgedUsage,
} from '../store';
import { openAuthorities } from './completeEvidence';
import type { EngineContext } from './EngineContext';
import { judgeObserved } from './judgeKnowledge';
import { judgeAtOf } from './schedule';
import { Slices } from './Slices';

/**
 * Judges usages again of which all evidence is stored, with a few statements for all of them: after a change of the
 * rules that is nearly everything that runs.
 *
 * What fails together is left for whoever does it one by one: one usage that cannot be judged must not keep the old
 * verdicts of others.
 *
 * @returns the usages that were judged; others need to be verified, or somebody else is at work on them
 */
export async function rejudgeTogether(
  usages: readonly OutdatedUsage[],
  engine: EngineContext,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const { knex, clock, logger } = engine;
  const done = new Set<string>();
  const now = clock.now();
  try {
    for await (const part of readAboutDigests({ knex, usages, now })) {
      if (signal?.aborted) return done;
      for (const id of await rejudgePart(part, engine, now)) done.add(id);
    }
  } catch (error) {
    logger.warn('usages are judged again one by one', error as Error);
  }
  return done;
}

async function rejudgePart(
  part: AboutUsage<OutdatedUsage>[],
  engine: EngineContext,
  now: Date,
): Promise<Set<string>> {
  const { knex, generation, observer } = engine;
  const slices = new Slices();
  const judged: RejudgedUsage[] = [];
  for (const one of part) {
    await slices.breathe();
    const rejudged = await rejudgeStored(one, engine, now);
    if (rejudged) judged.push(rejudged);
  }
  if (judged.length === 0) return new Set();
  return observer.stage('record', () =>
    recordRejudgements({
      ...{ knex, usages: judged, generation },
      now: now.toISOString(),
    }),
  );
}

/** @returns undefined where something has to be verified first */
async function rejudgeStored(
  { current, about }: AboutUsage<OutdatedUsage>,
  engine: EngineContext,
  now: Date,
): Promise<RejudgedUsage | undefined> {
  const { judging, observer } = engine;
  const known = about();
  if (!isVerified(known, engine)) return undefined;
  const { usage, entity, problem, resolution } = current;
  const judgement = await judgeObserved({
    ...{ observer, usage, entity, problem, resolution, ...known },
    ...{ unverified: [], context: judging, now },
  });
  return {
    usageId: current.id,
    judgement,
    expectedRevision: current.judgementRevision,
    judgeAt: judgeAtOf(judgement, now),
  };
}

/** Every authority has said its final word about everything that was found. */
function isVerified(
  { collections, evidence }: AboutDigest,
  { judging, verification }: EngineContext,
): boolean {
  const { loaded: authorities } = judging.authorities;
  return collections.every(({ subject, material }) => {
    const known = evidence.filter(one => one.subject === subject);
    const open = openAuthorities({ known, authorities, verification });
    return material.every(({ digest }) => open(digest).length === 0);
  });
}
