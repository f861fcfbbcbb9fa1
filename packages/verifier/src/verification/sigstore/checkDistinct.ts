import type { KeyObject } from 'node:crypto';
import { EvidenceFailure } from '../../EvidenceFailure';
import { countOf, type Claim } from './Claim';
import { logsNamedBy } from './logs';

/**
 * Thresholds count logs and authorities, not what they said: one log that has a signature twice is one witness
 * (CVE-2026-49834). Called when every entry and timestamp of the claim was verified.
 */
export function checkDistinct(claim: Claim) {
  const { envelope, trust, thresholds } = claim;
  const { tlogEntries } = envelope.entity;
  const logs = distinct(tlogEntries.flatMap(e => logKey(claim, e)));
  if (logs.length < countOf(thresholds.logEntries))
    throw new EvidenceFailure(
      'inclusion',
      'log-proof-invalid',
      `the signature is in ${logs.length} of the ${thresholds.logEntries} logs that are needed`,
    );
  const promised = tlogEntries.filter(entry => entry.inclusionPromise);
  const stamped = envelope.entity.timestamps.flatMap(stamp => {
    if (stamp.$case !== 'timestamp-authority') return [];
    const { signerSerialNumber: serial, signerIssuer: issuer } =
      stamp.timestamp;
    const authority = trust.timestampAuthorities.find(
      ({ certChain: [leaf] }) =>
        leaf.serialNumber.equals(serial) && leaf.issuer.equals(issuer),
    );
    return authority?.certChain[0].publicKey.toString('hex') ?? [];
  });
  const times =
    distinct(promised.flatMap(e => logKey(claim, e))).length +
    new Set(stamped).size;
  if (envelope.signer.type === 'certificate' && times < thresholds.times)
    throw new EvidenceFailure(
      'validity',
      'time-unproven',
      `${times} of the ${thresholds.times} logs and timestamp authorities that are needed prove when it was signed`,
    );
}

/** All logs that an entry names have one key. */
function logKey({ trust }: Claim, entry: Parameters<typeof logsNamedBy>[0]) {
  return logsNamedBy(entry, trust)
    .slice(0, 1)
    .map(({ publicKey }) => publicKey);
}

function distinct(keys: KeyObject[]): KeyObject[] {
  return keys.filter((key, i) => keys.findIndex(k => k.equals(key)) === i);
}
