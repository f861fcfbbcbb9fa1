import type { TransparencyLogEntry } from '@sigstore/bundle';
import type { SignedEntity, TrustMaterial } from '@sigstore/verify';
import { timesOf } from './times';

type Log = TrustMaterial['tlogs'][number];

/** The logs that an entry names. A log can stand in a root under two ids, one of them for its checkpoints. */
export function logsNamedBy(
  { logId }: TransparencyLogEntry,
  { tlogs }: TrustMaterial,
): Log[] {
  const named = tlogs.filter(({ logID }) => logID.equals(logId.keyId));
  return tlogs.filter(log =>
    named.some(({ publicKey }) => publicKey.equals(log.publicKey)),
  );
}

/**
 * The logs that may vouch for an entry: those that it names, and of these only what was in force. An entry without a
 * promise proves no time of its own, and the library then looks neither at the window of the log's key (a retired or
 * stolen one would still verify) nor at the log that the entry names; so its log must have been in force at every time
 * that a timestamp states (S7.2). For entries with a promise the library compares the promised time itself.
 */
export function logsFor(
  entry: TransparencyLogEntry,
  { timestamps }: SignedEntity,
  trust: TrustMaterial,
): Log[] {
  const named = logsNamedBy(entry, trust);
  if (entry.inclusionPromise) return named;
  const stamped = timesOf({ tlogEntries: [], timestamps });
  return named.filter(({ validFor }) =>
    stamped.every(time => validFor.start <= time && time <= validFor.end),
  );
}
