import type { Digest } from '@countersign/domain';
import { bytesOf, digestOf, hexOf } from '../../encoding';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { Material } from '../../material/Material';
import { hashOf, type HashName } from '../keys/hashes';

/** What is known of the subject without looking at any signature. */
export interface KnownSubject {
  subject: Digest;
  /** The bytes of the file, where the caller has them. */
  artifact?: Uint8Array;
  subjectDigests?: Material['subjectDigests'];
}

/**
 * Bytes that are not those of the subject would prove a signature over something else (CVE-2023-33959), and so would
 * digests of another file.
 */
export function checkFile({ subject, artifact, subjectDigests }: KnownSubject) {
  if (artifact && digestOf(artifact) !== subject)
    throw mismatch('the file that was given is not the one that is verified');
  if (subjectDigests && subjectDigests.sha256 !== hexOf(subject))
    throw mismatch(
      'the material lay beside another file than the one that is verified',
    );
}

function mismatch(message: string) {
  return new EvidenceFailure('subject', 'subject-mismatch', message);
}

/**
 * The digest of the subject by a hash.
 *
 * @returns `undefined` for a hash by which nobody hashed the file
 */
export function digestOfSubject(
  hash: HashName,
  { subject, artifact, subjectDigests }: KnownSubject,
): Buffer | undefined {
  if (hash === 'sha256') return bytesOf(subject);
  if (artifact) return hashOf(hash, artifact);
  return subjectDigests && Buffer.from(subjectDigests[hash], 'hex');
}
