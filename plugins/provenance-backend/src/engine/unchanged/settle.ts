import {
  provesAbsence,
  renewJudgement,
  type Collection,
  type Digest,
  type Evidence,
  type Judgement,
} from '@countersign/domain';
import {
  acceptedIn,
  type AboutDigest,
  type CurrentUsage,
  type Settled,
  type Watched,
} from '../../store';
import { openAuthorities, withFresh } from '../completeEvidence';
import type { EngineContext } from '../EngineContext';
import type { FoundFindings } from '../findingsOf';
import { judgeKnowledge, type ToldJudgement } from '../judgeKnowledge';
import { looksOf, type Look } from '../lookAt';
import { fingerprintOf } from './fingerprintOf';

/** Larger ones are judged in full every time: one statement moves on the looks of many usages. */
const mostLooks = 20;

/** A look, what was known before it, and what came of it. */
export interface Outcome {
  current: CurrentUsage;
  look: Look;
  about: AboutDigest;
  watched: Watched;
  /** What was verified now. */
  evidence: Evidence[];
  found: FoundFindings;
  judgement: ToldJudgement;
}

/**
 * What lets the next look tell that it found the same. Only where this one saw everything to its end, and left nothing
 * that could come out differently: no finding, no material that the clock or a busy machine may have failed, no
 * authority that could not be loaded, nothing that is missed. What is judged is judged once more, as the next look would
 * read it; and what that look would write without judging is compared with both.
 *
 * @returns undefined where anything is open: the next look is judged in full, as if there was no other way
 */
export function settle(
  outcome: Outcome,
  engine: EngineContext,
  now: Date,
): Settled | undefined {
  const { current, look, judgement } = outcome;
  const collections = looksOf(look).map(({ collection }) => collection);
  if (!isWhole(look, collections) || !isQuiet(outcome)) return undefined;
  if (!isVerified(outcome, engine)) return undefined;
  const next = judgeNext(outcome, collections, engine, now);
  const wordsUntil = next.wordsUntil();
  const renewed = renewJudgement(judgement, {
    collections: collections as [Collection, ...Collection[]],
    wordsUntil,
    settings: engine.judging.settings,
    now: now.toISOString(),
  });
  const text = JSON.stringify(judgement);
  if (JSON.stringify(next) !== text || JSON.stringify(renewed) !== text)
    return undefined;
  return {
    hash: fingerprintOf(current, look),
    ...(wordsUntil !== undefined && { wordsUntil }),
  };
}

/** Everything was seen to its end, with all bytes, at the digest and at all that it lists (S5.4, S8.2). */
function isWhole(look: Look, collections: Collection[]): boolean {
  const seen = new Set(collections.map(({ subject }) => subject));
  const listed = collections.flatMap(({ children }) => children ?? []);
  return (
    look.resolution.status === 'resolved' &&
    collections[0]?.subject === look.digest &&
    collections.length <= mostLooks &&
    seen.size === collections.length &&
    collections.every(provesAbsence) &&
    listed.every(({ digest, isRunnable }) => !isRunnable || seen.has(digest)) &&
    looksOf(look).every(({ collection, materials }) => {
      const bytes = new Set(materials.map(({ digest }) => digest));
      return collection.material.every(({ digest }) => bytes.has(digest));
    })
  );
}

/** Nothing stands, nothing is missed, and the next look finds everybody known. */
function isQuiet(outcome: Outcome): boolean {
  const { current, look, about, watched, found } = outcome;
  const served = new Set(look.collection?.material.map(m => m.digest));
  const accepted = acceptedAfter(outcome);
  const missed = [...watched.statements, ...accepted].some(
    material => !served.has(material),
  );
  // What was accepted over an index is looked for among the evidence about all that it lists.
  const isSame =
    look.below.length === 0 || accepted.length === about.acceptedBefore.length;
  return (
    current.problem === undefined &&
    current.usage.repository !== undefined &&
    watched.open.length === 0 &&
    found.standing.length === 0 &&
    !missed &&
    isSame
  );
}

/** Every authority is there and has said its final word about every material. */
function isVerified(
  { look, about, evidence }: Outcome,
  { judging, verification }: EngineContext,
): boolean {
  const { loaded, states } = judging.authorities;
  const all = withFresh(about.evidence, evidence);
  return (
    states.every(({ status }) => status === 'loaded') &&
    looksOf(look).every(({ collection: { subject, material } }) => {
      const known = all.filter(one => one.subject === subject);
      const open = openAuthorities({
        known,
        authorities: loaded,
        verification,
      });
      return material.every(({ digest }) => open(digest).length === 0);
    })
  );
}

/** By what is stored when this look is. */
function judgeNext(
  outcome: Outcome,
  collections: Collection[],
  { judging }: EngineContext,
  now: Date,
): ToldJudgement {
  const { current, look, about, evidence } = outcome;
  const acceptedBefore = acceptedAfter(outcome);
  const read = new Map<Digest, Set<Digest>>(
    collections.map(({ subject, material }) => [
      subject,
      new Set([...material.map(({ digest }) => digest), ...acceptedBefore]),
    ]),
  );
  return judgeKnowledge({
    usage: { ...current.usage, digest: look.digest },
    entity: current.entity,
    resolution: look.resolution,
    collections: [...collections, ...collections],
    evidence: withFresh(about.evidence, evidence).filter(one =>
      read.get(one.subject)?.has(one.material),
    ),
    acceptedBefore,
    context: judging,
    now,
  });
}

function acceptedAfter({
  about,
  judgement,
}: {
  about: AboutDigest;
  judgement: Judgement;
}): Digest[] {
  const accepted = [...about.acceptedBefore, ...acceptedIn(judgement)];
  return [...new Set(accepted)].sort();
}
