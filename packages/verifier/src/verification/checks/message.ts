import type { Digest } from '@countersign/domain';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { SignedContent } from '../Envelope';
import { digestOfSubject, type KnownSubject } from './file';

type MessageDigest = Pick<
  Extract<SignedContent, { type: 'digest' }>,
  'hash' | 'digest'
>;

/**
 * Which subject a signature over a digest is about. Subjects are SHA-256; a digest by another hash is about the subject
 * only where the file was hashed that way too.
 */
export function subjectOfMessage(
  { hash, digest }: MessageDigest,
  known: KnownSubject,
): Digest {
  if (hash === 'sha256') return `sha256:${digest.toString('hex')}`;
  if (digestOfSubject(hash, known)?.equals(digest)) return known.subject;
  throw new EvidenceFailure(
    'subject',
    'subject-mismatch',
    `the signature is about another file, by ${hash}`,
  );
}

/** Said before anything costs time: without the file's own digest there is nothing that such a signature could be about. */
export function checkTied(content: SignedContent, known: KnownSubject) {
  if (content.type === 'digest' && !digestOfSubject(content.hash, known))
    throw new EvidenceFailure(
      'format',
      'unsupported-format',
      `a signature over ${content.hash} digests cannot be tied to the file without the file`,
    );
}
