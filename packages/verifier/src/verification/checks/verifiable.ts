import type { KeyObject } from 'node:crypto';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { Envelope } from '../Envelope';
import type { KnownSubject } from './file';

/**
 * Plain Ed25519 signs the file and not its digest, so without the file nobody can tell whether a signature is right:
 * said as that, and not as tampering. Called for signatures that did not verify as one over the digest.
 */
export function checkVerifiable(
  { content }: Envelope,
  key: KeyObject,
  { artifact }: KnownSubject,
) {
  if (
    content.type === 'digest' &&
    key.asymmetricKeyType === 'ed25519' &&
    !artifact
  )
    throw new EvidenceFailure(
      'signature',
      'unsupported-format',
      'an Ed25519 signature over a file cannot be verified without the file',
    );
}
