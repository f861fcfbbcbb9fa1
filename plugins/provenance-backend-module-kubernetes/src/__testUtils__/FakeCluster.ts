import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Wire } from '../pods';

export interface FakePod extends Wire {
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
  };
}

export interface SeenRequest {
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
}

/** Answers in the place of the list, or says false to let it be. */
type Instead = (
  seen: SeenRequest,
  response: ServerResponse,
  count: number,
) => boolean | void;

/**
 * The API server of a cluster as far as lists of pods go: it pages, selects by labels and refuses as a real one does, and
 * leaves `kind` and `apiVersion` out of the items.
 */
export class FakeCluster {
  readonly requests: SeenRequest[] = [];
  readonly token = 'token-of-the-cluster';
  instead: Instead = () => false;

  private constructor(
    private readonly server: Server,
    readonly pods: FakePod[],
  ) {}

  static async start(pods: FakePod[] = []): Promise<FakeCluster> {
    const server = createServer();
    const cluster = new FakeCluster(server, pods);
    server.on('request', (req, res) => cluster.answer(req, res));
    server.listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private answer(req: IncomingMessage, res: ServerResponse) {
    const { pathname, searchParams } = new URL(req.url ?? '/', this.url);
    const seen = {
      path: pathname,
      query: searchParams,
      authorization: req.headers.authorization,
    };
    this.requests.push(seen);
    if (this.instead(seen, res, this.requests.length)) return;
    if (seen.authorization !== `Bearer ${this.token}`)
      sendStatus(res, 401, 'Unauthorized');
    else this.list(seen, res);
  }

  private list({ path, query }: SeenRequest, res: ServerResponse) {
    const [, namespace] =
      /^\/api\/v1(?:\/namespaces\/([^/]+))?\/pods$/.exec(path) ?? [];
    const all = this.pods.filter(
      ({ metadata }) =>
        (namespace === undefined || metadata.namespace === namespace) &&
        selects(query.get('labelSelector') ?? '', metadata.labels),
    );
    const from = Number(query.get('continue') ?? 0);
    const to = from + Number(query.get('limit') ?? all.length);
    const rest = all.length - to;
    sendJson(res, 200, {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: '4711',
        ...(rest > 0 && { continue: String(to), remainingItemCount: rest }),
      },
      items: all.slice(from, to),
    });
  }
}

export function sendJson(res: ServerResponse, code: number, body: unknown) {
  res.writeHead(code, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

/** As API servers refuse. */
export function sendStatus(res: ServerResponse, code: number, reason: string) {
  sendJson(res, code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    ...{ message: reason, reason, code },
  });
}

function selects(selector: string, labels: Record<string, string>): boolean {
  const terms = selector.match(/[^,(]+(?:\([^)]*\))?/g) ?? [];
  return terms.every(term => {
    const [, key, list] = /^(\S+) in \((.*)\)$/.exec(term) ?? [];
    if (key !== undefined) return list.split(',').includes(labels[key]);
    const [name, value] = term.split('=');
    return labels[name] === value;
  });
}
