import type { ProvenanceStatement } from '@countersign/domain';
import { textAt } from '../json';

/** A commit in the set of digests that SLSA gives to a source. */
export function commitOf(digests: unknown): string | undefined {
  return textAt(digests, 'gitCommit') ?? textAt(digests, 'sha1');
}

/** The full ref behind the last `@` or `#` of a source's address: `git+https://host/o/r@refs/heads/main`. */
export function refOf(address: string | undefined): string | undefined {
  return /[@#](refs\/[^@#]+)$/.exec(address ?? '')?.[1];
}

/** Without the claims that are not there. */
export function provenanceStatement(
  claims: Omit<ProvenanceStatement, 'role'>,
): ProvenanceStatement {
  return {
    role: 'provenance',
    ...Object.fromEntries(
      Object.entries(claims).filter(([, value]) => value !== undefined),
    ),
  };
}
