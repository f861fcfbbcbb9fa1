import type { DistrustEntry } from '../registry/distrust';
import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import type { AcceptanceRule } from '../registry/rule';
import { canonicalJson } from '../text';

/** By what an entry of the registry is the same one as before, whatever else it says. */
export function nameOf({ name }: AcceptanceRule): string {
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
