import { coversPattern } from './coversPattern';
import type { ListView, SignerView } from './view';

/** What comparing the signers of a whole list may cost, in characters times characters. */
const dearest = 20_000_000;

/** A signer whom another one of the same alternatives makes superfluous. */
export interface Shadowed {
  signer: SignerView;
  by: SignerView;
}

export interface Comparison {
  shadowed: Shadowed[];
  /** Alternatives that were not compared to their end: that would have cost too much. */
  unfinished: string[];
}

const done = new WeakMap<ListView, Comparison>();

/** Which signers say nothing new, as far as the comparing can be paid for. */
export function compareAlternatives(list: ListView): Comparison {
  const known = done.get(list);
  if (known) return known;
  const comparison = compareAll(list);
  done.set(list, comparison);
  return comparison;
}

function compareAll({ alternatives }: ListView): Comparison {
  const purse = { left: dearest };
  const shadowed: Shadowed[] = [];
  const unfinished: string[] = [];
  for (const { path, signers } of alternatives) {
    for (const group of comparable(signers))
      shadowed.push(...shadowedIn(group, purse));
    if (purse.left < 0) unfinished.push(path);
  }
  return { shadowed, unfinished };
}

/** Of signers that say the same, the first stays. */
function shadowedIn(group: SignerView[], purse: { left: number }): Shadowed[] {
  const shadowed: Shadowed[] = [];
  const gone = new Set<SignerView>();
  for (const signer of [...group].reverse()) {
    for (const by of group) {
      if (by === signer || gone.has(by)) continue;
      purse.left -= 1 + (by.subject?.length ?? 0) / 100;
      if (purse.left < 0) return shadowed;
      if (!couldCover(by, signer)) continue;
      purse.left -= (by.subject?.length ?? 1) * (signer.subject?.length ?? 1);
      if (purse.left < 0) return shadowed;
      if (!covers(by, signer)) continue;
      gone.add(signer);
      shadowed.push({ signer, by });
      break;
    }
  }
  return shadowed.reverse();
}

/** Only signers of one key, or of one authority and issuer, can accept the same. */
function comparable(signers: SignerView[]): SignerView[][] {
  const groups = new Map<string, SignerView[]>();
  for (const signer of signers) {
    const { key, authority, issuer, subject } = signer;
    if (key === undefined && subject === undefined) continue;
    const id = JSON.stringify(key === undefined ? [authority, issuer] : [key]);
    const group = groups.get(id);
    if (group) group.push(signer);
    else groups.set(id, [signer]);
  }
  return [...groups.values()].filter(group => group.length > 1);
}

/** What comes before the first star and behind the last one has to be the same; nearly all pairs end here. */
function couldCover(by: SignerView, signer: SignerView): boolean {
  if (by.key !== undefined || by.isExact) return true;
  if (!by.pattern) return false;
  const first = by.pattern.indexOf('*');
  if (first < 0) return by.pattern === signer.subject;
  return (
    signer.subject!.startsWith(by.pattern.slice(0, first)) &&
    signer.subject!.endsWith(by.pattern.slice(by.pattern.lastIndexOf('*') + 1))
  );
}

function covers(by: SignerView, signer: SignerView): boolean {
  const isWider = Object.entries(by.claims).every(
    ([name, claim]) => signer.claims[name] === claim,
  );
  if (!isWider || (by.isOwnOnly && !signer.isOwnOnly)) return false;
  if (by.key !== undefined) return true;
  const { subject, pattern, isExact } = signer;
  if (by.isExact) return isExact && by.subject === subject;
  // What nobody can read is met by nobody, and shadows and is shadowed by nothing.
  if (!by.pattern || (!isExact && !pattern)) return false;
  return coversPattern(by.pattern, subject!, isExact);
}
