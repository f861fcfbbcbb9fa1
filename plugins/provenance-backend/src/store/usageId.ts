import type { UsageIdentity } from '@countersign/domain';
import { hash } from 'node:crypto';

/**
 * The id of a usage, made from its identity: whoever finds it first, and however often, it is the same row.
 *
 * @param member - tells apart what one place runs several of at once; absent for the first of them
 * @returns 40 hexadecimal characters
 */
export function usageIdOf(identity: UsageIdentity, member?: string): string {
  const { entityRef, kind, repository, environment, cloud, location } =
    identity;
  // An array keeps "absent" and the text "null" apart, and the fields in their places.
  const canonical = JSON.stringify([
    entityRef,
    kind,
    repository ?? null,
    environment ?? null,
    cloud ?? null,
    location ?? null,
    ...(member === undefined ? [] : [member]),
  ]);
  return hash('sha256', canonical).slice(0, 40);
}
