import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../../encoding';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { KeyAuthority } from '../../trust';
import type { KnownSubject } from '../checks/file';
import { checkVerifiable } from '../checks/verifiable';
import { checkKeyWindow } from '../checks/keyWindow';
import type { Envelope } from '../Envelope';
import type { ProofRecord } from '../ProofRecord';
import { logVerifiers } from '../sigstore/logVerifiers';
import { proveLogs } from '../sigstore/proveLogs';

/** Who signs with a key needs no witness; a witness that is there, of a root that the authority names, must be right. */
const noThresholds = { logEntries: 'none', scts: 'none', times: 1 } as const;

/**
 * Proves a signature under one public key. The signature alone proves. Where the authority names a trust root, log
 * entries and timestamps beside the signature are verified under it and prove times; otherwise they stay `unchecked`.
 *
 * @returns the proven times
 * @throws EvidenceFailure
 */
export function proveWithKey(
  envelope: Envelope,
  authority: KeyAuthority,
  { now, ...known }: KnownSubject & { now: Date },
  proofs: ProofRecord,
): Date[] {
  if (envelope.signer.type !== 'key')
    throw new EvidenceFailure(
      'chain',
      'unknown-authority',
      'the material was signed with a certificate, not with a key',
    );
  const { key, log } = authority;
  if (!signedBy(envelope, key)) throw notSigned(envelope, authority, known);
  proofs.proven('signature', 'chain');
  const times = log
    ? proveLogs(
        { envelope, key, trust: log.trust, thresholds: noThresholds },
        proofs,
      )
    : [];
  checkKeyWindow(authority, times, now);
  proofs.proven('validity');
  return times;
}

function signedBy({ entity }: Envelope, key: KeyObject): boolean {
  return entity.signature.verifySignature(key);
}

/**
 * Another key, or this one and changed bytes? The material's own words about its key are no trust, and both answers
 * prove nothing; they only choose the sentence that a person reads.
 */
function notSigned(
  envelope: Envelope,
  authority: KeyAuthority,
  known: KnownSubject,
): EvidenceFailure {
  const claimed = claimedKeys(envelope);
  const ours =
    namesKey(envelope, authority) ||
    claimed.some(key => key.equals(authority.key));
  if (ours || claimed.length === 0)
    checkVerifiable(envelope, authority.key, known);
  const brokenUnderItsOwn =
    claimed.length > 0 && !claimed.some(key => signedBy(envelope, key));
  return ours || brokenUnderItsOwn
    ? new EvidenceFailure(
        'signature',
        'signature-invalid',
        'the signature does not match the bytes that it stands for',
      )
    : new EvidenceFailure(
        'chain',
        'unknown-authority',
        'the material was not signed with this key',
      );
}

function namesKey({ signer, content }: Envelope, { key }: KeyAuthority) {
  const fingerprint = sha256(key.export({ type: 'spki', format: 'der' }));
  const names = [fingerprint.toString('base64'), fingerprint.toString('hex')];
  return (
    (signer.type === 'key' && names.includes(signer.hint)) ||
    (content.type === 'dsse' && names.includes(content.keyId))
  );
}

function claimedKeys({ entity }: Envelope): KeyObject[] {
  return entity.tlogEntries.flatMap(entry => {
    try {
      return logVerifiers(entry).flatMap(verifier =>
        verifier.type === 'key'
          ? [
              createPublicKey({
                key: verifier.der,
                format: 'der',
                type: 'spki',
              }),
            ]
          : [],
      );
    } catch {
      return [];
    }
  });
}
