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
import { signerKey, signerWords, standingIn } from './signers';

const code = 'new-signer';

/**
 * An accepted signer who never signed this artifact before: also where a rule is wide, the first signature from another
 * workflow is worth a look (S11.3).
 *
 * Whom a first finished look finds is nobody new, and neither is whom a rule accepts since today and whose signature
 * was there all along. Presence is certain from any look; that it was not there before, only where one was finished:
 * an outage that ends makes nobody new. Stands for a week, as long as the signature is served.
 */
export function newSigner(situation: Situation): Ruling & { signed: Signed } {
  const { watched, now } = situation;
  const isFinished = tellsAllSigners(situation);
  const { accepted, others } = signersOn(situation);
  const before = watched.signers;
  const hasBegun = before.accepted.length > 0;
  const isNews = (one: Evidence) => {
    const key = signerKey(one);
    const open = watched.open.find(f => f.code === code && f.about === key);
    if (open) return now.getTime() - Date.parse(open.firstSeenAt) < newsMs;
    const known = [...before.accepted, ...before.others];
    return hasBegun && !known.includes(key);
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
      ...(isFinished && othersNow(keysOf(others), before.others)),
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
