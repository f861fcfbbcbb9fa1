import type {
  Authority,
  AuthorityContent,
  SigstoreAuthority,
  SigstoreAuthorityContent,
} from './authority';
import { keyAuthority } from './keyAuthority';
import { sigstoreAuthority } from './sigstoreAuthority';

/**
 * Builds an authority again from its plain data, with every check that its first making had.
 *
 * @returns an authority with the digest of the one that the content came from
 * @throws {@link AuthorityError} as {@link sigstoreAuthority} and {@link keyAuthority} do
 * @public
 */
export function authorityFromContent(content: AuthorityContent): Authority {
  if (content.kind === 'sigstore') return fromRoot(content);
  const { name, pem, notBefore, notAfter, log } = content;
  return keyAuthority(name, pem, {
    ...(notBefore !== undefined && { notBefore: new Date(notBefore) }),
    ...(notAfter !== undefined && { notAfter: new Date(notAfter) }),
    ...(log && { log: fromRoot(log) }),
  });
}

function fromRoot(content: SigstoreAuthorityContent): SigstoreAuthority {
  const { name, trustedRoot, thresholds, forKeys } = content;
  return sigstoreAuthority(name, trustedRoot, { thresholds, forKeys });
}
