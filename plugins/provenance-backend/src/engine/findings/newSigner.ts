import type { Evidence } from '@countersign/domain';
import type { Signed } from '../../store';
import {
  evidenceOver,
  materialsIn,
  newsMs,
  tellsAllSigners,
  type Ruling,
  type Situation,
} from './Situation';
import { materialKey, signerKey, signerWords, standingIn } from './signers';

const code = 'new-signer';

/**
 * An accepted signer who never signed this artifact before: also where a rule is wide, the first signature from another
 * workflow is worth a look (S11.3).
 *
 * Whom a first finished look finds is nobody new, and neither is who counts since today because a rule accepts them, or
 * because an authority was added or has another name, and whose signature was there all along. What makes somebody new
 * is that a look found new material of theirs, also in the round that brings a new rule: whoever has stolen the second
 * workflow that it allows must not be able to hide behind it.
 *
 * Presence is certain from any look; that it was not there before, only where one was finished: an outage that ends
 * makes nobody new. Stands for a week, as long as the signature is served.
 */
export function newSigner(situation: Situation): Ruling & { signed: Signed } {
  const { watched, now } = situation;
  const isFinished = tellsAllSigners(situation);
  const { accepted, others } = signersOn(situation);
  const before = watched.signers;
  const hasBegun = before.accepted.length > 0;
  const signedBefore = servedBefore([...accepted, ...others], watched);
  const isNews = (one: Evidence) => {
    const key = signerKey(one);
    const open = watched.open.find(f => f.code === code && f.about === key);
    if (open) return now.getTime() - Date.parse(open.firstSeenAt) < newsMs;
    const known = [...before.accepted, ...before.others];
    return hasBegun && !known.includes(key) && !signedBefore.has(key);
  };
  const news = new Map(
    accepted.filter(isNews).map(one => [signerKey(one), one]),
  );
  return {
    standing: [...news].map(([about, one]) => ({
      ...{ code, about },
      new: signerWords(one),
    })),
    decided: isFinished ? [code] : [],
    signed: {
      accepted:
        hasBegun || isFinished
          ? without(keysOf(accepted), before.accepted)
          : [],
      ...(isFinished &&
        othersNow(
          [...keysOf(others), ...notAccepted(situation, accepted)],
          before.others,
        )),
      statements: without(
        [...new Set(accepted.map(({ material }) => material))],
        watched.statements,
      ),
    },
  };
}

/** What is known already is not written again: most looks find what the one before found. */
function without<T>(found: T[], known: T[]): T[] {
  return found.filter(one => !known.includes(one));
}

function othersNow(found: string[], known: string[]) {
  const isSame =
    found.length === known.length && without(found, known).length === 0;
  return isSame ? {} : { others: found };
}

/** Who made something that an earlier finished look at this usage found over this digest already. */
function servedBefore(
  evidence: Evidence[],
  { statements, signers }: Situation['watched'],
): Set<string> {
  const known = new Set([...statements.map(materialKey), ...signers.others]);
  return new Set(
    evidence.filter(one => known.has(materialKey(one.material))).map(signerKey),
  );
}

/** What is served and counts for nothing so far; what counts is among the statements. */
function notAccepted(situation: Situation, accepted: Evidence[]): string[] {
  const counts = new Set(accepted.map(({ material }) => material));
  const served = new Set(materialsIn(situation.look.collection));
  return [...served].filter(one => !counts.has(one)).map(materialKey);
}

/** Everybody whom an authority proves to have signed what is served, by what the rules say. */
function signersOn(situation: Situation) {
  const served = materialsIn(situation.look.collection);
  const accepted: Evidence[] = [];
  const others: Evidence[] = [];
  for (const one of evidenceOver(situation, served)) {
    const standing = standingIn(situation, one);
    if (standing === 'accepted') accepted.push(one);
    else if (standing !== 'unproven') others.push(one);
  }
  return { accepted, others };
}

function keysOf(evidence: Evidence[]): string[] {
  return [...new Set(evidence.map(signerKey))].sort();
}
