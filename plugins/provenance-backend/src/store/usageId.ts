import type { UsageIdentity } from '@countersign/domain';
import { createHash } from 'node:crypto';

/**
 * The id of a usage, made from its identity: whoever finds it first, and however often, it is the same row.
 *
 * @returns 40 hexadecimal characters
 */
export function usageIdOf(identity: UsageIdentity): string {
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
  ]);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 40);
}
