import type { Cluster } from './KubernetesBackend';

/** What the Kubernetes backend can sign in with by itself, with a token of the cluster and never with ours. */
const providers = [
  'serviceAccount',
  'aws',
  'azure',
  'googleServiceAccount',
  'localKubectlProxy',
];

/**
 * Whether a cluster can be asked with nobody in front of the portal. Where a user's token is needed, or a provider of the
 * company does something that nobody here knows, the Kubernetes backend would pass our own token on to the cluster.
 */
export function withoutUser({ authProvider }: Cluster): boolean {
  return authProvider !== undefined && providers.includes(authProvider);
}
