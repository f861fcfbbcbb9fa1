import type { IncomingMessage } from 'node:http';
import { FaultTable, type Fault } from '../http/Fault';
import { listen } from '../http/listen';
import { readBody } from '../http/readBody';
import type { Reply } from '../http/Reply';
import { RequestLog } from '../http/RequestLog';
import { sendReply } from '../http/sendReply';
import type { CertificateIdentity, SigstoreInstance } from '../minter';
import {
  FulcioService,
  olderSigningCertificatePath,
  signingCertificatePath,
} from './FulcioService';
import { IdentityProvider } from './IdentityProvider';
import { rekorEntriesPath, RekorService } from './RekorService';
import { createTileEntry } from './rekorV2Service';
import { RequestBody } from './RequestBody';
import { ServiceError } from './ServiceError';
import { readTimestampRequest } from './timestampRequest';
import { stampDigest, timestampChain } from './timestampService';

/**
 * An instance that signing clients can reach: certificate authority, both logs and timestamp authority under one
 * address.
 *
 * @public
 */
export interface SigstoreServices {
  /** `http://127.0.0.1:port`: what clients take for the address of each service. */
  readonly url: string;
  readonly requests: RequestLog;
  /** A token with which a client gets a certificate for an identity. */
  token(identity: CertificateIdentity): string;
  /** @param service - `fulcio`, `rekor`, `rekor-v2` or `tsa`. */
  setFault(service: ServiceName, fault: Fault): void;
  clearFault(service: ServiceName): void;
  close(): Promise<void>;
}

/** @public */
export type ServiceName = 'fulcio' | 'rekor' | 'rekor-v2' | 'tsa';

interface Route {
  method: 'GET' | 'POST';
  path: RegExp;
  service: ServiceName;
  answer(body: Buffer, request: RequestFacts): Reply;
}

/** What a route needs to know beside the body. */
interface RequestFacts {
  /** The part of the path that the route leaves open. */
  name: string;
  /** Content type. */
  type: string;
  authorization: string | undefined;
}

/**
 * Puts an instance on loopback, as its clients speak to it: Fulcio v1 and v2, Rekor v1, Rekor v2 and a timestamp authority.
 *
 * @throws PortBusyError where the port is taken.
 * @public
 */
export async function startSigstoreServices(
  instance: SigstoreInstance,
  options: { port?: number } = {},
): Promise<SigstoreServices> {
  const provider = new IdentityProvider(instance.clock);
  const routes = routesOf(instance, provider);
  const requests = new RequestLog();
  const faults = new FaultTable();
  const { host, close } = await listen(
    async (request, response) => {
      const { method = 'GET', url: path = '/' } = request;
      const route = routes.find(
        each => each.method === method && each.path.test(path),
      );
      const service = route?.service ?? '';
      await sendReply(response, await replyTo(request, route), {
        head: false,
        fault: faults.find(service, path),
      });
      requests.add({
        method,
        path,
        repository: service,
        status: response.headersSent ? response.statusCode : undefined,
      });
    },
    options.port ?? 0,
    'port',
  );
  return {
    url: `http://${host}`,
    requests,
    token: identity => provider.token(identity),
    setFault: (service, fault) => faults.set(service, fault),
    clearFault: service => faults.clear(service),
    close,
  };
}

function routesOf(
  instance: SigstoreInstance,
  provider: IdentityProvider,
): Route[] {
  const fulcio = new FulcioService(instance, provider);
  const rekor = new RekorService(instance);
  const post = (
    service: ServiceName,
    path: string,
    answer: (body: RequestBody, request: RequestFacts) => Reply,
  ): Route => ({
    method: 'POST',
    path: new RegExp(`^${path}$`),
    service,
    answer: (bytes, request) => answer(RequestBody.parse(bytes), request),
  });
  const get = (
    service: ServiceName,
    path: string,
    answer: (name: string) => Reply,
  ): Route => ({
    method: 'GET',
    path: new RegExp(`^${path}$`),
    service,
    answer: (_, { name }) => answer(name),
  });
  return [
    post('fulcio', signingCertificatePath, (body, { authorization }) =>
      fulcio.issue(body, authorization),
    ),
    post('fulcio', olderSigningCertificatePath, (body, { authorization }) =>
      fulcio.issueByOlderProtocol(body, authorization),
    ),
    post('rekor', rekorEntriesPath, body => rekor.create(body)),
    get('rekor', `${rekorEntriesPath}/([0-9a-f]+)`, name => rekor.find(name)),
    get('rekor', '/api/v1/log/publicKey', () => rekor.publicKey()),
    post('rekor-v2', '/api/v2/log/entries', body =>
      createTileEntry(body, instance),
    ),
    {
      method: 'POST',
      path: /^\/api\/v1\/timestamp$/,
      service: 'tsa',
      answer: (bytes, { type }) =>
        stampDigest(readTimestampRequest(bytes, type), instance),
    },
    get('tsa', '/api/v1/timestamp/certchain', () => timestampChain(instance)),
  ];
}

async function replyTo(
  request: IncomingMessage,
  route: Route | undefined,
): Promise<Reply> {
  try {
    if (!route) throw new ServiceError(404, 'there is nothing here');
    const body = await readBody(request);
    if (!body) throw new ServiceError(413, 'the request is too large');
    const name = route.path.exec(request.url ?? '')?.[1] ?? '';
    const { 'content-type': type = '', authorization } = request.headers;
    return route.answer(body, { name, type, authorization });
  } catch (error) {
    if (error instanceof ServiceError) return error.toReply();
    throw error;
  }
}
