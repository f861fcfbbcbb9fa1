import {
  reasonCodes,
  visibleText,
  type AdmittedIdentity,
  type BlockerReason,
  type GroupSide,
  type Decision,
  type Direction,
  type ReplayCounts,
  type ReplayFacets,
  type ReplayBlocker,
  type ReplayGroup,
  type UnpredictableCause,
} from '@countersign/backstage-plugin-provenance-common';
import { wordsFor } from './explanationWords';
import { counted } from './setup';
import { verdictWord } from './standing';

/** `Of 1,204 usages 3 would be judged more strictly (2 of them newly blocked), 1 more permissively; 1,200 stay as they are.` */
export function countWords(counts: ReplayCounts): string {
  const { usages, same, stricter, morePermissive, newlyDenied, unpredictable } =
    counts;
  const number = (count: number) => count.toLocaleString('en-GB');
  const blocked =
    newlyDenied > 0 ? ` (${number(newlyDenied)} of them newly blocked)` : '';
  const unknown =
    unpredictable > 0
      ? ` What happens to ${number(unpredictable)} cannot be predicted.`
      : '';
  return `Of ${counted(usages, 'usage')} ${number(
    stricter,
  )} would be judged more strictly${blocked}, ${number(
    morePermissive,
  )} more permissively; ${number(same)} stay as they are.${unknown}`;
}

const decisions: Record<Decision, string> = {
  allow: 'allowed',
  warn: 'would be blocked',
  deny: 'blocked',
};

/** `Not trusted, blocked: signed by somebody else`. Decides closed where a word is new. */
export function sideWords({ verdict, decision, code }: GroupSide): string {
  const why = reasonCodes.includes(code)
    ? wordsFor({ code, parameters: {} }).title
    : visibleText(code, 80);
  return `${verdictWord(verdict)}, ${
    decisions[decision] ?? 'blocked'
  } (${why})`;
}

const causes: Record<UnpredictableCause, string> = {
  'nothing-collected': 'no look at what it runs was ever complete',
  'collection-too-old': 'the last complete look at what it runs is too old',
  'material-unverified':
    'something that is signed there was not verified under any authority in force',
  'authority-unverified':
    'what is signed there was not verified under an authority that the new rules name',
};

export function causeWords(cause: UnpredictableCause): string {
  return causes[cause] ?? 'the stored evidence cannot say';
}

/** Who is newly accepted, and where. Safe to show. */
export function admittedWords(identity: AdmittedIdentity): {
  who: string;
  details: string;
} {
  const { type, authority, issuer, subject, fingerprint, refs } = identity;
  const text = (one: string | undefined) =>
    visibleText(one ?? 'unknown', 1_000);
  const places = [
    ...identity.environments.map(one => visibleText(one, 100)),
    ...(identity.isElsewhere ? ['where no declared environment is named'] : []),
  ];
  const at = refs.length > 0 ? [`at ${refs.map(text).join(', ')}`] : [];
  const where = places.length > 0 ? [`in ${places.join(', ')}`] : [];
  return {
    who:
      type === 'key'
        ? `key “${text(authority)}”${
            fingerprint === undefined ? '' : ` (${text(fingerprint)})`
          }`
        : `${text(subject)} at ${text(issuer)}, certified by ${text(
            authority,
          )}`,
    details: [...at, ...where, `for ${counted(identity.usages, 'usage')}`].join(
      '; ',
    ),
  };
}

/** A line of a table of what is replayed. */
export interface FacetRow {
  name: string;
  counts: ReplayCounts;
}

/** Those first to which most happens; names are anybody's. */
export function facetRows({ of, others }: ReplayFacets): FacetRow[] {
  const moved = ({ stricter, morePermissive, unpredictable }: ReplayCounts) =>
    stricter + morePermissive + unpredictable;
  return [
    ...of
      .map(({ name, counts }) => ({
        name: name === undefined ? 'none named' : visibleText(name, 200),
        counts,
      }))
      .sort((a, b) => moved(b.counts) - moved(a.counts)),
    ...(others ? [{ name: 'all others', counts: others }] : []),
  ];
}

const directions: Record<Direction, string> = {
  stricter: 'Stricter',
  'more-permissive': 'More permissive',
  same: 'As it is',
};

export function directionWords({
  direction,
  isNewlyDenied,
}: Pick<ReplayGroup, 'direction' | 'isNewlyDenied'>): string {
  const words = directions[direction] ?? 'Cannot tell';
  return isNewlyDenied ? `${words}: newly blocked` : words;
}

const blockerTitles: Record<BlockerReason, string> = {
  'newly-denied': 'Newly blocked',
  'more-permissive': 'More permissive',
  'cannot-predict': 'Cannot be predicted, and enforced',
  'foreign-identity': 'Foreign identities newly accepted',
  'too-many-identities': 'More foreign identities than are listed',
};

/** What has to be acknowledged, each under the first of its reasons. */
export function blockerGroups(
  blockers: ReplayBlocker[],
): { title: string; all: ReplayBlocker[] }[] {
  const groups = new Map<string, ReplayBlocker[]>();
  for (const blocker of blockers) {
    const [why] = blocker.why;
    const title = blockerTitles[why] ?? 'For another reason';
    groups.set(title, [...(groups.get(title) ?? []), blocker]);
  }
  return [...groups].map(([title, all]) => ({ title, all }));
}
