import type { Surroundings } from '../Surroundings';
import { loadRoot } from './loadAuthority';
import { ruleFor, type Policy } from './Policy';

/** One signer, named exactly: what looks like a pattern is meant as it stands. */
export async function identityPolicy(
  subject: string,
  issuer: string,
  trustedRoot: string | undefined,
  surroundings: Surroundings,
): Promise<Policy> {
  const authority = await loadRoot(trustedRoot, surroundings);
  return {
    authorities: [authority],
    rules: [
      ruleFor({ authority: authority.name, issuer, subject, isExact: true }),
    ],
  };
}
