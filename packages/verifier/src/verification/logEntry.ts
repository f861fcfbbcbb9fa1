import type { LogEntry } from '@countersign/domain';
import type { Envelope } from './Envelope';
import type { ProofRecord } from './ProofRecord';

/**
 * Where a log has the signature, in the words that were proven: the index outside of a proof is covered by a promise
 * only, so without one the proof's own index counts.
 */
export function provenLogEntry(
  { entity }: Envelope,
  proofs: ProofRecord,
): LogEntry | undefined {
  const [entry] = entity.tlogEntries;
  if (!entry) return undefined;
  const promised = proofs.isProven('set') && entry.inclusionPromise;
  const included = proofs.isProven('inclusion') && entry.inclusionProof;
  if (!promised && !included) return undefined;
  const { kind, version } = entry.kindVersion;
  return {
    logId: entry.logId.keyId.toString('hex'),
    logIndex: promised
      ? entry.logIndex
      : entry.inclusionProof?.logIndex ?? entry.logIndex,
    kind: `${kind} ${version}`,
    ...(promised && {
      integratedAt: new Date(Number(entry.integratedTime) * 1000).toISOString(),
    }),
  };
}
