import type { AuthorityDefinition } from '@countersign/backstage-plugin-provenance-node';
import { publicKeyPem } from '../minter';
import type { TrustMaterial } from './Stage';

/** The authorities that the portal is configured with; the stranger's root and the retired key are not among them. */
export function configuredAuthorities(
  trust: TrustMaterial,
): AuthorityDefinition[] {
  const { acme, partner } = trust.sigstores;
  return [
    { name: acme.name, trustedRoot: acme.trustedRoot() },
    { name: partner.name, trustedRoot: partner.trustedRoot() },
    { name: 'acme-platform-key', key: publicKeyPem(trust.keys.platform) },
  ];
}
