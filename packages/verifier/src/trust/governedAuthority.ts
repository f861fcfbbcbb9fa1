import type { GovernedKey } from '@countersign/domain';
import { AuthorityError, type Authority, type KeyAuthority } from './authority';
import { keyAuthority } from './keyAuthority';

/**
 * A key that a version of the registry holds, as an authority (S1.4).
 *
 * @param beside - the authorities that are loaded, among them the trust root that proves its times
 * @throws {@link AuthorityError} for a key that {@link keyAuthority} refuses, and while what proves its times is not
 * loaded: a key counts together with that, or not at all
 * @public
 */
export function governedAuthority(
  { name, publicKey, validFrom, validUntil, log: logName }: GovernedKey,
  beside: readonly Authority[],
): KeyAuthority {
  const log = beside.find(one => one.name === logName);
  if (logName !== undefined && log?.kind !== 'sigstore')
    throw new AuthorityError(
      `The key "${name}" cannot be used: "${logName}", which proves its times, is not loaded.`,
    );
  return keyAuthority(name, publicKey, {
    ...(validFrom !== undefined && { notBefore: new Date(validFrom) }),
    ...(validUntil !== undefined && { notAfter: new Date(validUntil) }),
    ...(log?.kind === 'sigstore' && { log }),
  });
}
