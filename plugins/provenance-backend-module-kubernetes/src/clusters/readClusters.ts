import { ClusterError } from './ClusterError';
import type { Cluster, KubernetesBackend } from './KubernetesBackend';

/**
 * The clusters of the portal.
 *
 * @throws where there is none: then nobody can tell what runs, and nothing may end
 */
export async function readClusters(
  backend: KubernetesBackend,
  signal: AbortSignal,
): Promise<Cluster[]> {
  try {
    const clusters = await backend.clusters(signal);
    if (clusters.length > 0) return clusters;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    throw new Error(`the Kubernetes backend ${error.message}`, {
      cause: error,
    });
  }
  throw new Error('the Kubernetes backend knows no cluster');
}
