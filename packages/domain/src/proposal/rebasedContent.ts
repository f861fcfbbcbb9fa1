import type { DistrustEntry } from '../registry/distrust';
import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import type { AcceptanceRule, RegistryContent } from '../registry/rule';
import { canonicalJson } from '../text';
import { contentDiff } from './contentDiff';
import { builderOf, grouped, nameOf, targetOf } from './entryKeys';

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
  | ({ of: 'rules' } & RebaseSides<AcceptanceRule>)
  | ({ of: 'distrust' } & RebaseSides<DistrustEntry>)
  | ({ of: 'builders' } & RebaseSides<ReviewedBuilder>)
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
 * Carries what a proposal changes over to the version in force. A rule, an entry or a builder is changed as a whole: where
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
  const sides = [base, proposed, inForce] as const;
  const rules = merged(
    sidesOf(sides, one => one.rules),
    nameOf,
  );
  const distrust = merged(
    sidesOf(sides, one => one.distrust),
    targetOf,
  );
  const builders = merged(
    sidesOf(sides, one => one.builders),
    builderOf,
  );
  const isMoved = rules.isOrderOpen && contentDiff(base, proposed).isReordered;
  const conflicts: RebaseConflict[] = [
    ...rules.conflicts.map(one => ({ of: 'rules' as const, ...one })),
    ...distrust.conflicts.map(one => ({ of: 'distrust' as const, ...one })),
    ...builders.conflicts.map(one => ({ of: 'builders' as const, ...one })),
    ...(isMoved ? [{ of: 'order' as const }] : []),
  ];
  if (conflicts.length > 0) return { conflicts };
  const isKept = (list: 'distrust' | 'builders', all: unknown[]) =>
    all.length > 0 || inForce[list] !== undefined;
  return {
    conflicts,
    content: {
      rules: rules.all,
      ...(isKept('distrust', distrust.all) && { distrust: distrust.all }),
      ...(isKept('builders', builders.all) && { builders: builders.all }),
    },
  };
}

function sidesOf<Of>(
  contents: readonly [RegistryContent, RegistryContent, RegistryContent],
  listOf: (content: RegistryContent) => Of[] | undefined,
): RebaseSides<Of> {
  const [base, proposed, inForce] = contents.map(one => listOf(one) ?? []);
  return { base, proposed, inForce };
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
