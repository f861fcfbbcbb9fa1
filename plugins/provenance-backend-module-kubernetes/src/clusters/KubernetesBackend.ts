import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { isObject, objectOf, objectsOf, textOf, type Wire } from '../pods';
import { ClusterError } from './ClusterError';
import { readJson } from './readJson';

export interface Cluster {
  name: string;
  /** How the Kubernetes backend signs in there. */
  authProvider?: string;
}

export interface PodQuery {
  selector: string;
  /** Absent: all of them. */
  namespace?: string;
}

export interface PodPage {
  pods: Wire[];
  /** Where the list goes on. */
  next?: string;
}

const pageSize = 500;

/** How long one answer may take. */
const patienceMs = 15_000;

/** The clusters of the portal, through the HTTP interface of its Kubernetes backend. */
export class KubernetesBackend {
  constructor(
    private readonly services: {
      auth: AuthService;
      discovery: DiscoveryService;
    },
    private readonly options: { patienceMs?: number } = {},
  ) {}

  async clusters(signal: AbortSignal): Promise<Cluster[]> {
    const body = objectOf(await this.get('/clusters', {}, signal));
    if (!Array.isArray(body.items))
      throw new ClusterError('invalid', 'sent no list of clusters');
    return objectsOf(body.items).flatMap(({ name, authProvider }) => {
      const known = textOf(name);
      return known ? [{ name: known, authProvider: textOf(authProvider) }] : [];
    });
  }

  async pods(
    cluster: Cluster,
    { selector, namespace }: PodQuery,
    next: string | undefined,
    signal: AbortSignal,
  ): Promise<PodPage> {
    const within = namespace
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
    const query = new URLSearchParams({
      labelSelector: selector,
      limit: String(pageSize),
      ...(next && { continue: next }),
    });
    const path = `/proxy/api/v1${within}/pods?${query}`;
    return pageOf(await this.get(path, headersFor(cluster), signal));
  }

  private async get(
    path: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { auth, discovery } = this.services;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'kubernetes',
    });
    const address = `${await discovery.getBaseUrl('kubernetes')}${path}`;
    const patience = AbortSignal.timeout(this.options.patienceMs ?? patienceMs);
    try {
      const response = await fetch(address, {
        headers: { ...headers, Authorization: `Bearer ${token}` },
        signal: AbortSignal.any([signal, patience]),
        redirect: 'error',
      });
      refuseStatus(response.status);
      return await readJson(response);
    } catch (error) {
      // Nobody waits any more.
      signal.throwIfAborted();
      if (error instanceof ClusterError) throw error;
      const why = patience.aborted
        ? 'did not answer in time'
        : 'did not answer, or not to the end';
      throw new ClusterError('broken', why, { cause: error });
    }
  }
}

function headersFor({ name, authProvider }: Cluster): Record<string, string> {
  return {
    'Backstage-Kubernetes-Cluster': name,
    // Without a credential of the cluster the Kubernetes backend would pass on ours, which is for itself alone.
    ...(authProvider === 'localKubectlProxy' && {
      'Backstage-Kubernetes-Authorization': '',
    }),
  };
}

function refuseStatus(status: number) {
  if (status === 200) return;
  const answered = `answered with ${status}`;
  if (status === 410) throw new ClusterError('expired', answered);
  if (status === 403) throw new ClusterError('refused', answered);
  const isBroken = status === 401 || status === 429 || status >= 500;
  throw new ClusterError(isBroken ? 'broken' : 'invalid', answered);
}

function pageOf(body: unknown): PodPage {
  const list = objectOf(body);
  // An empty answer that is no list must not end what runs.
  if (list.kind !== 'PodList' || !Array.isArray(list.items ?? []))
    throw new ClusterError('invalid', 'sent no list of pods');
  const items = (list.items ?? []) as unknown[];
  if (!items.every(isObject))
    throw new ClusterError('invalid', 'sent a pod that is none');
  return { pods: items, next: textOf(objectOf(list.metadata).continue) };
}
