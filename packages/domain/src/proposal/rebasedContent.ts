import type { RegistryContent } from '../registry/rule';
import { canonicalJson } from '../text';
import { contentDiff } from './contentDiff';
import {
  entryKeys,
  grouped,
  type EntryOf,
  type RegistryList,
} from './entryKeys';

/**
 * One thing of the registry on three sides; empty where it is not there. Mostly one: of what is there twice all.
 *
 * @public
 */
export interface RebaseSides<Of> {
  base: Of[];
  proposed: Of[];
  inForce: Of[];
}

/**
 * Something that a proposal changes and that was changed in another way meanwhile. `order`: both moved rules.
 *
 * @public
 */
export type RebaseConflict =
  | {
      [List in RegistryList]-?: { of: List } & RebaseSides<EntryOf<List>>;
    }[RegistryList]
  | { of: 'order' };

/**
 * The changes of a proposal over another base.
 *
 * @public
 */
export interface Rebased {
  /** Absent where there are conflicts: nothing is chosen for anybody. */
  content?: RegistryContent;
  conflicts: RebaseConflict[];
}

/**
 * Carries what a proposal changes over to the version in force. An entry of a list is changed as a whole: where
 * both touched the same one it is a conflict, though they touched different fields, since what was reviewed of it was
 * neither.
 *
 * @param base - what the proposal was written over
 * @param proposed - what the proposal says
 * @param inForce - what is in force by now
 * @public
 */
export function rebasedContent(
  base: RegistryContent,
  proposed: RegistryContent,
  inForce: RegistryContent,
): Rebased {
  const lists = Object.keys(entryKeys) as RegistryList[];
  const found = lists.map(list => mergedList(list, [base, proposed, inForce]));
  const isMoved =
    contentDiff(base, proposed).isReordered &&
    found.some(({ list, isOrderOpen }) => list === 'rules' && isOrderOpen);
  const conflicts = found.flatMap(one => one.conflicts);
  if (isMoved) conflicts.push({ of: 'order' });
  if (conflicts.length > 0) return { conflicts };
  const kept = found.filter(
    ({ list, all }) => all.length > 0 || inForce[list] !== undefined,
  );
  const content = Object.fromEntries(kept.map(({ list, all }) => [list, all]));
  return { conflicts, content: { rules: [], ...content } };
}

function mergedList<List extends RegistryList>(
  list: List,
  [base, proposed, inForce]: readonly RegistryContent[],
) {
  const entriesOf = (content: RegistryContent): EntryOf<List>[] =>
    content[list] ?? [];
  const { conflicts, ...rest } = merged<EntryOf<List>>(
    {
      base: entriesOf(base),
      proposed: entriesOf(proposed),
      inForce: entriesOf(inForce),
    },
    entryKeys[list] as (one: EntryOf<List>) => string,
  );
  const named = conflicts.map(one => ({ of: list, ...one }));
  return { list, ...rest, conflicts: named as RebaseConflict[] };
}

interface Merged<Of> {
  all: Of[];
  conflicts: RebaseSides<Of>[];
  /** The list in force has other entries or another order than the base had, and not the proposed one. */
  isOrderOpen: boolean;
}

function merged<Of>(
  { base, proposed, inForce }: RebaseSides<Of>,
  keyOf: (one: Of) => string,
): Merged<Of> {
  const [old, ours, theirs] = [base, proposed, inForce].map(all =>
    grouped(all, keyOf),
  );
  const { keys, isOpen } = orderOf(
    ...([old, ours, theirs].map(groups => [...groups.keys()]) as [
      string[],
      string[],
      string[],
    ]),
  );
  const found = [...new Set([...keys, ...old.keys()])].map(key => {
    const [was, will, is] = [old, ours, theirs].map(
      groups => groups.get(key) ?? [],
    );
    return oneOf({ base: was, proposed: will, inForce: is });
  });
  return {
    all: found.flatMap(({ all }) => all),
    conflicts: found.flatMap(({ conflict }) => conflict ?? []),
    isOrderOpen: isOpen,
  };
}

function oneOf<Of>(sides: RebaseSides<Of>): {
  all: Of[];
  conflict?: RebaseSides<Of>;
} {
  const { base, proposed, inForce } = sides;
  if (isSame(base, proposed) || isSame(proposed, inForce))
    return { all: inForce };
  if (isSame(base, inForce)) return { all: proposed };
  return { all: [], conflict: sides };
}

/** Where nobody else moved anything the proposed order; else the one in force, with what is new behind what it stood behind. */
function orderOf(base: string[], proposed: string[], inForce: string[]) {
  if (isSame(base, inForce) || isSame(proposed, inForce))
    return { keys: proposed, isOpen: false };
  const keys = [...inForce];
  proposed.forEach((key, i) => {
    if (!keys.includes(key))
      keys.splice(keys.indexOf(proposed[i - 1]) + 1, 0, key);
  });
  return { keys, isOpen: true };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
