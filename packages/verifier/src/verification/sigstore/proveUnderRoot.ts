import { createPublicKey, type KeyObject } from 'node:crypto';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { SigstoreAuthority } from '../../trust';
import { digestOfSubject, type KnownSubject } from '../checks/file';
import { checkVerifiable } from '../checks/verifiable';
import type { Envelope } from '../Envelope';
import { hashNames } from '../keys/hashes';
import { verifyDigest } from '../keys/verifyDigest';
import type { ProofRecord } from '../ProofRecord';
import { proveLogs } from './proveLogs';

/**
 * Proves a signature under a Sigstore trust root.
 *
 * @returns the proven times
 * @throws EvidenceFailure the first failure in the order of S4.8
 */
export function proveUnderRoot(
  envelope: Envelope,
  authority: SigstoreAuthority,
  known: KnownSubject,
  proofs: ProofRecord,
): Date[] {
  const { signer } = envelope;
  if (signer.type !== 'certificate')
    throw new EvidenceFailure(
      'chain',
      'unknown-authority',
      'the material was signed with a key, and this authority trusts certificates',
    );
  const key = createPublicKey({
    key: signer.certificate.publicKey,
    format: 'der',
    type: 'spki',
  });
  checkSignature(envelope, key, known);
  proofs.proven('signature');
  const { trust, thresholds } = authority;
  return proveLogs({ envelope, key, trust, thresholds }, proofs);
}

/** The signature over the bytes comes first: whoever signed, changed bytes are tampering and nothing else (S4.8). */
function checkSignature(
  envelope: Envelope,
  key: KeyObject,
  known: KnownSubject,
) {
  const { entity, content, signature } = envelope;
  if (entity.signature.verifySignature(key)) return;
  checkVerifiable(envelope, key, known);
  // The digest in a bundle is a hint that nobody signed: a wrong hint beside a right signature is not tampering.
  if (content.type === 'digest' && isOverSubject(key, known, signature))
    throw new EvidenceFailure(
      'subject',
      'subject-mismatch',
      'the bundle names another digest than the one that was signed',
    );
  throw new EvidenceFailure(
    'signature',
    'signature-invalid',
    'the signature does not match the bytes that it stands for',
  );
}

function isOverSubject(
  key: KeyObject,
  known: KnownSubject,
  signature: Buffer,
): boolean {
  return hashNames.some(hash => {
    const digest = digestOfSubject(hash, known);
    return digest !== undefined && verifyDigest(key, hash, digest, signature);
  });
}
