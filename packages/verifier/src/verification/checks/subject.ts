import type { Digest } from '@countersign/domain';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { SignedStatement } from './content';

/**
 * The signature must be about this very digest (S8.1). The library never compares an envelope's subject with anything.
 *
 * @returns the name under which the statement knows the subject
 */
export function checkSubject(
  { subjects }: SignedStatement,
  subject: Digest,
): string | undefined {
  const found = subjects.find(({ digest }) => digest === subject);
  if (found) return found.name;
  const named = subjects.flatMap(({ digest }) => digest ?? []);
  throw new EvidenceFailure(
    'subject',
    'subject-mismatch',
    named.length === 0
      ? 'the signature names no SHA-256 digest'
      : `the signature is about ${named[0]}${
          named.length > 1 ? ` and ${named.length - 1} more` : ''
        }`,
  );
}
