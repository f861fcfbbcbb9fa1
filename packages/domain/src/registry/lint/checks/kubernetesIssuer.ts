import type { Check } from '../Check';
import type { SignerView } from '../view';

const accounts = 'https://kubernetes.io/';

/** Addresses that many clusters have in common, or that are only the beginning of one. */
const shared =
  /^https:\/\/(?:kubernetes\.default|oidc\.eks\.|container\.googleapis\.com|oidc\.prod-aks\.azure\.com|[a-z0-9-]+\.oic\.prod-aks\.azure\.com)/;

function isShared({ issuer, known }: SignerView): boolean {
  if (issuer === undefined) return false;
  return (
    issuer.includes('*') || (!known?.hazards.isCluster && shared.test(issuer))
  );
}

export const kubernetesIssuer: Check = {
  code: 'kubernetes-issuer',
  find: ({ signers }) =>
    signers
      .filter(
        signer => signer.subject?.startsWith(accounts) && isShared(signer),
      )
      .map(({ path, subject, issuer }) => ({
        path: `${path}.issuer`,
        value: issuer,
        words: { subject: subject! },
      })),
};
