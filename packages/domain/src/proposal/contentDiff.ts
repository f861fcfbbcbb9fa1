import type { DistrustEntry } from '../registry/distrust';
import type { GovernedKey } from '../registry/governedKey';
import type { RepositoryBinding } from '../registry/repositoryBinding';
import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import type { AcceptanceRule, RegistryContent } from '../registry/rule';
import { canonicalJson } from '../text';
import { builderOf, entityOf, grouped, nameOf, targetOf } from './entryKeys';

/**
 * What became of one thing of the registry. Of what is there twice both are compared.
 *
 * @public
 */
export type Change<Of> =
  | { change: 'added'; after: Of }
  | { change: 'removed'; before: Of }
  | { change: 'changed'; before: Of; after: Of; fields: FieldChange[] };

/**
 * What differs in one field. Of a list only the entries that came and went are named: one with `after` alone came, one
 * with `before` alone went.
 *
 * @public
 */
export interface FieldChange {
  field: string;
  before?: unknown;
  after?: unknown;
}

/**
 * Everything in which two contents of the registry differ, for people and for whoever counts reviews.
 *
 * @public
 */
export interface ContentDiff {
  /** By their names: a rule with another name is another rule. */
  rules: Change<AcceptanceRule>[];
  /** By what they are about. */
  distrust: Change<DistrustEntry>[];
  /** By who signs and which builder it is. */
  builders: Change<ReviewedBuilder>[];
  /** By their entities. */
  bindings: Change<RepositoryBinding>[];
  /** By their names: a key with another name is another key. */
  keys: Change<GovernedKey>[];
  /** What stays stands in another order: of equal rules another one leads. */
  isReordered: boolean;
}

/**
 * Compares two contents of the registry.
 *
 * @public
 */
export function contentDiff(
  before: RegistryContent,
  after: RegistryContent,
): ContentDiff {
  return {
    rules: changes(before.rules, after.rules, nameOf),
    distrust: changes(before.distrust, after.distrust, targetOf),
    builders: changes(before.builders, after.builders, builderOf),
    bindings: changes(before.bindings, after.bindings, entityOf),
    keys: changes(before.keys, after.keys, nameOf),
    isReordered: isReordered(before.rules, after.rules),
  };
}

/**
 * Whether two contents are the same, in whatever order their keys were written.
 *
 * @public
 */
export function isNoChange(diff: ContentDiff): boolean {
  const { isReordered: isMoved, ...lists } = diff;
  return Object.values(lists).every(({ length }) => length === 0) && !isMoved;
}

function changes<Of extends object>(
  before: readonly Of[] = [],
  after: readonly Of[] = [],
  keyOf: (one: Of) => string,
): Change<Of>[] {
  const left = grouped(before, keyOf);
  const right = grouped(after, keyOf);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key =>
    changesOfOne(left.get(key) ?? [], right.get(key) ?? []),
  );
}

/** Mostly one on each side. Of several with one key those that are the same on both sides are no change. */
function changesOfOne<Of extends object>(
  before: readonly Of[],
  after: readonly Of[],
): Change<Of>[] {
  const [gone, came] = [without(before, after), without(after, before)];
  return Array.from({ length: Math.max(gone.length, came.length) }, (_, i) => {
    if (i >= gone.length) return { change: 'added', after: came[i] };
    if (i >= came.length) return { change: 'removed', before: gone[i] };
    return {
      change: 'changed',
      before: gone[i],
      after: came[i],
      fields: fieldChanges(gone[i], came[i]),
    };
  });
}

function fieldChanges(before: object, after: object): FieldChange[] {
  const [left, right] = [before, after].map(
    one => new Map<string, unknown>(Object.entries(one)),
  );
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(field => {
    const [old, now] = [left.get(field), right.get(field)];
    if (canonicalJson(old) === canonicalJson(now)) return [];
    if (!Array.isArray(old) || !Array.isArray(now))
      return [fieldChange(field, old, now)];
    const entries = [
      ...without(old, now).map(one => ({ field, before: one })),
      ...without(now, old).map(one => ({ field, after: one })),
    ];
    return entries.length > 0 ? entries : [{ field, before: old, after: now }];
  });
}

function fieldChange(
  field: string,
  before: unknown,
  after: unknown,
): FieldChange {
  return {
    field,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

/** What is in the first list and not in the second, as often as it is there more often. */
function without<Of>(from: readonly Of[], other: readonly Of[]): Of[] {
  const counts = new Map<string, number>();
  for (const one of other)
    counts.set(canonicalJson(one), (counts.get(canonicalJson(one)) ?? 0) + 1);
  return from.filter(one => {
    const left = counts.get(canonicalJson(one)) ?? 0;
    counts.set(canonicalJson(one), left - 1);
    return left <= 0;
  });
}

function isReordered(
  before: readonly AcceptanceRule[],
  after: readonly AcceptanceRule[],
): boolean {
  const [left, right] = [before, after].map(rules =>
    rules.map(({ name }) => name),
  );
  const [stayed, stays] = [
    left.filter(name => right.includes(name)),
    right.filter(name => left.includes(name)),
  ];
  return canonicalJson(stayed) !== canonicalJson(stays);
}
