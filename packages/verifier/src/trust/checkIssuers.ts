import type { X509Certificate } from '@sigstore/core';
import type { TrustMaterial } from '@sigstore/verify';

const extendedKeyUsage = '2.5.29.37';
const codeSigning = '1.3.6.1.5.5.7.3.3';
const timeStamping = '1.3.6.1.5.5.7.3.8';
const anyUsage = '2.5.29.37.0';

/** Critical extensions of issuers that the library or this file evaluates. */
const understood = new Set([
  '2.5.29.14', // subject key identifier
  '2.5.29.15', // key usage
  '2.5.29.19', // basic constraints
  '2.5.29.35', // authority key identifier
  extendedKeyUsage,
]);

/**
 * The library checks of issuing certificates that they are authorities, may sign certificates, keep to the length of
 * their path and were valid at the time. It ignores what else restricts them: name constraints above all. Nobody
 * evaluates those here either, so a root that relies on them is refused instead of trusted for more than it says.
 *
 * @throws Error where a certificate has a condition that would not be checked
 */
export function checkIssuers(
  authorities: TrustMaterial['certificateAuthorities'],
) {
  for (const { certChain } of authorities)
    for (const certificate of certChain)
      checkIssuer(certificate, codeSigning, 'code');
}

/**
 * The library asks no timestamp authority's certificate what it is for: any that descends from the authority, a
 * server's, say, could prove times. RFC 3161, 2.3 wants this one purpose and no other.
 *
 * @throws Error where a certificate is for something else, or has a condition that would not be checked
 */
export function checkTimestampers(
  authorities: TrustMaterial['timestampAuthorities'],
) {
  for (const { certChain } of authorities) {
    const [signer] = certChain;
    if (usagesOf(signer)?.join() !== timeStamping)
      throw new Error(
        'a certificate of its timestamp authorities is not for timestamps alone',
      );
    for (const certificate of certChain)
      checkIssuer(certificate, timeStamping, 'timestamps');
  }
}

const nameConstraints = '2.5.29.30';

function checkIssuer(
  certificate: X509Certificate,
  purpose: string,
  purposeName: string,
) {
  const ignored = certificate.extensions
    .map(({ subs }) => ({
      oid: subs[0].toOID(),
      isCritical: subs.length === 3 && subs[1].toBoolean(),
    }))
    .find(
      ({ oid, isCritical }) =>
        oid === nameConstraints || (isCritical && !understood.has(oid)),
    );
  if (ignored)
    throw new Error(
      `a certificate of it has the condition ${ignored.oid}, which is not checked`,
    );
  const usages = usagesOf(certificate);
  if (usages && !usages.includes(purpose) && !usages.includes(anyUsage))
    throw new Error(
      `a certificate of it is for another purpose than ${purposeName}`,
    );
}

function usagesOf(certificate: X509Certificate): string[] | undefined {
  return certificate
    .extension(extendedKeyUsage)
    ?.valueObj.subs[0]?.subs.map(usage => usage.toOID());
}
