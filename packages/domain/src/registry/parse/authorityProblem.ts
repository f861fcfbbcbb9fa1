import type { AuthorityState } from '../../records/authority';
import { nearestKey } from './nearestKey';

/**
 * Why nothing can be proven under this name: it does not exist, or is of the other kind.
 *
 * @param kind - which one is meant; absent: whichever
 */
export function authorityProblem(
  name: string,
  kind: AuthorityState['kind'] | undefined,
  authorities: readonly Pick<AuthorityState, 'name' | 'kind'>[],
): string | undefined {
  const found = authorities.find(authority => authority.name === name);
  if (!found) {
    const names = authorities.map(authority => authority.name);
    const nearest = nearestKey(name, names);
    return `no authority "${name}"; ${
      nearest ? `did you mean "${nearest}"?` : `there are ${names.join(', ')}`
    }`;
  }
  if (kind === undefined || found.kind === kind) return undefined;
  return kind === 'key'
    ? `"${name}" is a trust root; name it as authority, with issuer and subject`
    : `"${name}" is a key; write the signer as { key: "${name}" }`;
}
