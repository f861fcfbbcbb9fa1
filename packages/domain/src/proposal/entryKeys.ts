import type { DistrustEntry } from '../registry/distrust';
import type { RepositoryBinding } from '../registry/repositoryBinding';
import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import type { RegistryContent } from '../registry/rule';
import { canonicalJson } from '../text';

/** By what an entry of the registry is the same one as before, whatever else it says. */
export function nameOf({ name }: { name: string }): string {
  return name;
}

/** What a distrust entry is about. */
export function targetOf({
  reason: _,
  runbook,
  from,
  ...target
}: DistrustEntry): string {
  return canonicalJson(target);
}

/** Who signs and which builder it is. */
export function builderOf({ builder, signer }: ReviewedBuilder): string {
  return canonicalJson({ builder, signer });
}

/** Whose own repository it says. */
export function entityOf({ entity }: RepositoryBinding): string {
  return entity;
}

/**
 * The lists of which a version is made.
 *
 * @public
 */
export type RegistryList = keyof RegistryContent;

/**
 * What is in a list of a version.
 *
 * @public
 */
export type EntryOf<List extends RegistryList> = NonNullable<
  RegistryContent[List]
>[number];

/** Every list has one: a list that is added and forgotten here would be lost by a rebase. */
export const entryKeys: {
  [List in RegistryList]-?: (one: EntryOf<List>) => string;
} = {
  rules: nameOf,
  distrust: targetOf,
  builders: builderOf,
  bindings: entityOf,
  keys: nameOf,
};

export function grouped<Of>(
  all: readonly Of[],
  keyOf: (one: Of) => string,
): Map<string, Of[]> {
  const groups = new Map<string, Of[]>();
  for (const one of all) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
