import type { AcceptanceRule } from '../registry/rule';
import { isNoChange, type Change, type ContentDiff } from './contentDiff';

/**
 * Why a change needs the reviews that production needs.
 *
 * @public
 */
export type ProductionTouch =
  | 'rule-in-production'
  | 'rule-removed'
  | 'requirement-removed'
  | 'distrust-removed'
  | 'builder-changed'
  | 'binding-changed'
  | 'key-changed';

/**
 * Who has to approve a change.
 *
 * @public
 */
export interface ReviewDemand {
  /** Different reviewers, none of them an author. */
  approvals: 1 | 2;
  /** Groups and users whose rules it touches: of each somebody has to be among those who approve. */
  owners: string[];
  /** Why two; empty where one is enough. */
  production: ProductionTouch[];
  /** S9.4: it does nothing but distrust more, so that one security reviewer may merge it at once. */
  isNarrowing: boolean;
}

/**
 * What reviews a change needs, from what was before and what would be after, the stricter winning (S9.2): neither taking
 * production out of a rule nor making oneself its owner makes a review easier.
 *
 * @param production - environments that need two; absent: every one does
 * @public
 */
export function reviewDemand(
  diff: ContentDiff,
  { production }: { production?: readonly string[] },
): ReviewDemand {
  const touched = diff.rules.flatMap(sidesOf);
  const found: [ProductionTouch, boolean][] = [
    ['rule-in-production', touched.some(rule => speaksOf(rule, production))],
    ['rule-removed', diff.rules.some(({ change }) => change === 'removed')],
    ['requirement-removed', diff.rules.some(losesRequirement)],
    // Changing an entry takes the one away that stood there.
    [
      'distrust-removed',
      diff.distrust.some(({ change }) => change !== 'added'),
    ],
    ['builder-changed', diff.builders.length > 0],
    // Also a first one: it says whose source counts from now on.
    ['binding-changed', diff.bindings.length > 0],
    ['key-changed', diff.keys.length > 0],
  ];
  const touches = found.flatMap(([touch, isSo]) => (isSo ? [touch] : []));
  const owners = touched.flatMap(({ owner }) => owner ?? []);
  return {
    approvals: touches.length > 0 ? 2 : 1,
    owners: [...new Set(owners)].sort(),
    production: touches,
    isNarrowing: isNarrowing(diff),
  };
}

function sidesOf(change: Change<AcceptanceRule>): AcceptanceRule[] {
  switch (change.change) {
    case 'added':
      return [change.after];
    case 'removed':
      return [change.before];
    default:
      return [change.before, change.after];
  }
}

function speaksOf(
  { environments }: AcceptanceRule,
  production: readonly string[] | undefined,
): boolean {
  return (
    environments === undefined ||
    production === undefined ||
    environments.some(one => production.includes(one))
  );
}

/** A rule that does not say what it requires asks for a signature, and one that begins to say so may ask for less. */
function losesRequirement(change: Change<AcceptanceRule>): boolean {
  return (
    change.change === 'changed' &&
    change.fields.some(
      ({ field, before, after }) =>
        field === 'requirements' &&
        (before !== undefined || Array.isArray(after)),
    )
  );
}

function isNarrowing(diff: ContentDiff): boolean {
  return (
    diff.distrust.length > 0 &&
    diff.distrust.every(({ change }) => change === 'added') &&
    isNoChange({ ...diff, distrust: [] })
  );
}
