import { canonicalJson, sha256 } from '../text';
import type { ReplayGroup, ReplayResult } from './ReplayTally';

/**
 * Why something of a replay needs somebody's word before the change may be merged (S9.3).
 *
 * - `too-many-identities`: more foreign identities are newly accepted than are listed; nobody has seen them all.
 *
 * @public
 */
export const blockerReasons = [
  'more-permissive',
  'newly-denied',
  'cannot-predict',
  'foreign-identity',
  'too-many-identities',
] as const;

/** @public */
export type BlockerReason = (typeof blockerReasons)[number];

/**
 * Something that nobody has acknowledged.
 *
 * @public
 */
export interface Blocker {
  /** Of the group or identity. */
  key: string;
  why: BlockerReason[];
}

const isForeign: BlockerReason[] = ['foreign-identity'];

/**
 * What still keeps a change from being merged: every group that becomes more permissive, every group that is newly
 * denied, every one that cannot be predicted where the change enforces, and every foreign identity that is newly
 * accepted, in whatever environment (S9.3).
 *
 * A key says what was acknowledged and not for which change: whoever keeps acknowledgements binds them to content and
 * base (S9.1).
 *
 * @param acknowledged - keys of groups and identities
 * @public
 */
export function blockersOf(
  result: ReplayResult,
  acknowledged: Iterable<string>,
): Blocker[] {
  const known = new Set(acknowledged);
  const { foreign, isForeignCut } = result.admitted;
  const all: Blocker[] = [
    ...result.groups.map(group => ({ key: group.key, why: whyOf(group) })),
    ...foreign.map(({ key }) => ({ key, why: [...isForeign] })),
    ...(isForeignCut ? [tooMany(result)] : []),
  ];
  return all.filter(({ key, why }) => why.length > 0 && !known.has(key));
}

function whyOf(group: ReplayGroup): BlockerReason[] {
  const { direction, isNewlyDenied, unpredictable, isEnforced } = group;
  const found: [BlockerReason, boolean][] = [
    ['more-permissive', direction === 'more-permissive'],
    ['newly-denied', isNewlyDenied],
    ['cannot-predict', unpredictable !== undefined && isEnforced],
  ];
  return found.flatMap(([why, isSo]) => (isSo ? [why] : []));
}

/** By those that are listed: with others the word is another one. */
function tooMany({ admitted }: ReplayResult): Blocker {
  const listed = admitted.foreign.map(({ key }) => key);
  return {
    key: sha256(canonicalJson(['too-many-identities', listed])),
    why: ['too-many-identities'],
  };
}
