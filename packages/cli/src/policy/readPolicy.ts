import { UsageError } from '../options/UsageError';
import type { Surroundings } from '../Surroundings';
import { identityPolicy } from './identityPolicy';
import { keyPolicy } from './keyPolicy';
import type { Policy } from './Policy';
import { filePolicy } from './filePolicy';

/** The options that say who may sign. */
export const signerOptions = {
  'certificate-identity': 'text',
  'certificate-oidc-issuer': 'text',
  key: 'text',
  policy: 'text',
  'trusted-root': 'text',
} as const;

export type SignerOptions = {
  [Name in keyof typeof signerOptions]: string | undefined;
};

/**
 * Who may sign, from exactly one of an identity with its issuer, a key, or a policy file. There is no default: without
 * an answer to "who may sign this?" nothing can be trusted, and nothing is looked at.
 *
 * @throws UsageError before any host is contacted
 */
export async function readPolicy(
  options: SignerOptions,
  surroundings: Surroundings,
): Promise<Policy> {
  const identity = options['certificate-identity'];
  const issuer = options['certificate-oidc-issuer'];
  const { key, policy, 'trusted-root': trustedRoot } = options;
  const ways = [identity ?? issuer, key, policy].filter(
    way => way !== undefined,
  );
  if (ways.length === 0)
    throw new UsageError(
      'say who may sign it: --certificate-identity with --certificate-oidc-issuer, --key, or --policy',
    );
  if (ways.length > 1)
    throw new UsageError(
      '--certificate-identity with --certificate-oidc-issuer, --key and --policy exclude each other',
    );
  if (key !== undefined) return keyPolicy(key, trustedRoot, surroundings);
  if (policy !== undefined) {
    if (trustedRoot !== undefined)
      throw new UsageError(
        '--policy names its authorities itself: write the root there, and leave --trusted-root out',
      );
    return filePolicy(policy, surroundings);
  }
  if (identity === undefined)
    throw new UsageError('--certificate-identity is missing');
  if (issuer === undefined)
    throw new UsageError(
      '--certificate-oidc-issuer is missing: anybody can have this identity at an issuer of their own',
    );
  return identityPolicy(identity, issuer, trustedRoot, surroundings);
}
