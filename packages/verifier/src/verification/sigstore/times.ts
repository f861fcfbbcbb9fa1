import type { SignedEntity } from '@sigstore/verify';

/**
 * Every instant that the log promises and timestamps of an entity state, ascending. They are proven only where all
 * proofs of the entity were verified (S7.1); an entry without a promise states none.
 */
export function timesOf(
  entity: Pick<SignedEntity, 'tlogEntries' | 'timestamps'>,
): Date[] {
  const promised = entity.tlogEntries
    .filter(entry => entry.inclusionPromise && entry.integratedTime !== '0')
    .map(entry => Number(entry.integratedTime) * 1000);
  const stamped = entity.timestamps.flatMap(stamp =>
    stamp.$case === 'timestamp-authority'
      ? [stamp.timestamp.signingTime.getTime()]
      : [],
  );
  return [...new Set([...promised, ...stamped])]
    .sort((a, b) => a - b)
    .map(time => new Date(time));
}
