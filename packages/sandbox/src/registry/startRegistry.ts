import type { IncomingMessage } from 'node:http';
import { FaultTable, type Fault } from '../http/Fault';
import { listen } from '../http/listen';
import { readBody } from '../http/readBody';
import { jsonReply, type Reply } from '../http/Reply';
import { RequestLog } from '../http/RequestLog';
import { sendReply } from '../http/sendReply';
import {
  listReferrers,
  listTags,
  notFound,
  pullBlob,
  pullManifest,
  registryError,
} from './pull';
import { deleteBlob, deleteManifest, pushManifest } from './push';
import {
  Authentication,
  tokenPath,
  type RegistryAuthentication,
  type TokenQuestion,
} from './Authentication';
import { RegistryStore } from './RegistryStore';
import type { Repository } from './Repository';
import { routeOf, type Route } from './route';
import { Uploads } from './Uploads';

const versionHeader = { 'docker-distribution-api-version': 'registry/2.0' };

/**
 * A registry that runs on loopback.
 *
 * @public
 */
export interface Registry {
  /** `127.0.0.1:port`: what a reference starts with. */
  readonly host: string;
  readonly store: RegistryStore;
  /** What the registry was asked. */
  readonly requests: RequestLog;
  /** The faults in force, by repository. */
  readonly faults: FaultTable;
  /** What the token service was asked, in order; none where nobody has to sign in. */
  readonly tokenQuestions: readonly TokenQuestion[];
  /** `127.0.0.1:port` of the token service. */
  readonly tokenHost: string;
  /** The repository of this name, made where it does not exist. */
  repository(name: string): Repository;
  /** @param name - A repository, or a prefix of repositories that ends in `/`. */
  setFault(name: string, fault: Fault): void;
  clearFault(name: string): void;
  close(): Promise<void>;
}

/** @public */
export interface RegistryOptions {
  /** 0 or absent: a free one. */
  port?: number;
  /** Content to start with. */
  store?: RegistryStore;
  /** Referrers on one page of the Referrers API. */
  referrersPageSize?: number;
  /** Who may read what. Absent: everybody everything. */
  authentication?: RegistryAuthentication;
  /** Gives the token service a host of its own, as many registries do: 0 for a free port. */
  tokenPort?: number;
}

/**
 * Starts an OCI distribution registry on 127.0.0.1: push, pull, tags and Referrers API, all in memory.
 *
 * @throws PortBusyError where the port is taken.
 * @public
 */
export async function startRegistry(
  options: RegistryOptions = {},
): Promise<Registry> {
  const { port = 0, store = new RegistryStore() } = options;
  const requests = new RequestLog();
  const faults = new FaultTable();
  const authentication: Authentication | undefined =
    options.authentication &&
    new Authentication(
      options.authentication,
      () => `http://${tokenHost()}${tokenPath}`,
    );
  const respond = responder(
    store,
    options.referrersPageSize ?? 50,
    authentication,
  );
  const { host, close } = await listen(
    async (request, response) => {
      const { method = 'GET', url: path = '/' } = request;
      const route = routeOf(pathname(path));
      const repository =
        route && route.kind !== 'version' ? route.repository : '';
      const fault = faults.find(repository, path);
      // What answers nothing must not take anything either.
      const reply = refuses(fault)
        ? registryError(503, 'UNAVAILABLE')
        : await respond(request, route);
      await sendReply(response, reply, {
        head: method === 'HEAD',
        fault,
        conditional: { ifNoneMatch: request.headers['if-none-match'] },
      });
      requests.add({
        method,
        path,
        repository,
        status: response.headersSent ? response.statusCode : undefined,
        authorization: request.headers.authorization?.split(' ')[0],
      });
    },
    port,
    'sandbox.registryPort',
  );
  const service =
    authentication && options.tokenPort !== undefined
      ? await listenForTokens(authentication, options.tokenPort)
      : undefined;
  function tokenHost(): string {
    return service?.host ?? host;
  }
  return {
    host,
    store,
    requests,
    faults,
    tokenQuestions: authentication?.questions ?? [],
    tokenHost: tokenHost(),
    repository: name => store.repository(name),
    setFault: (name, fault) => faults.set(name, fault),
    clearFault: name => faults.clear(name),
    async close() {
      await service?.close();
      await close();
    },
  };
}

function listenForTokens(authentication: Authentication, port: number) {
  return listen(
    async (request, response) => {
      const isHere = pathname(request.url ?? '/') === tokenPath;
      const body = await readBody(request);
      const reply =
        isHere && body
          ? authentication.giveToken(request, body)
          : registryError(404, 'NOT_FOUND');
      await sendReply(response, reply, { head: false });
    },
    port,
    'tokenPort',
  );
}

function refuses(fault: Fault | undefined) {
  return fault?.kind === 'down' || fault?.kind === 'status';
}

function pathname(path: string) {
  return path.split('?')[0];
}

function responder(
  store: RegistryStore,
  referrersPageSize: number,
  authentication: Authentication | undefined,
) {
  const uploads = new Uploads(store);
  return async (
    request: IncomingMessage,
    route: Route | undefined,
  ): Promise<Reply> => {
    const body = await readBody(request);
    if (!body) return registryError(413, 'SIZE_INVALID');
    if (authentication && pathname(request.url ?? '/') === tokenPath)
      return authentication.giveToken(request, body);
    if (!route) return registryError(404, 'NOT_FOUND');
    const refusal = authentication?.refuse(request, route);
    if (refusal) return refusal;
    if (route.kind === 'version') return jsonReply(200, {}, versionHeader);
    const query = new URL(request.url ?? '/', 'http://registry').searchParams;
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    const repository = writes
      ? store.repository(route.repository)
      : store.find(route.repository);
    if (!repository) return notFound.repository();
    switch (route.kind) {
      case 'manifest':
        return manifest(repository, route.reference, request, body);
      case 'blob':
        return blob(repository, route.reference, request.method);
      case 'upload':
        return uploads.handle(repository, {
          method: request.method ?? 'GET',
          upload: route.upload,
          query,
          body,
        });
      case 'tags':
        return listTags(repository, query);
      default:
        return listReferrers(
          repository,
          route.reference,
          query,
          referrersPageSize,
        );
    }
  };
}

function manifest(
  repository: Repository,
  reference: string,
  request: IncomingMessage,
  body: Buffer,
): Reply {
  if (request.method === 'PUT')
    return pushManifest(
      repository,
      reference,
      body,
      request.headers['content-type'],
    );
  if (request.method === 'DELETE') return deleteManifest(repository, reference);
  return pullManifest(repository, reference);
}

function blob(
  repository: Repository,
  reference: string,
  method: string | undefined,
): Reply {
  if (method === 'DELETE') return deleteBlob(repository, reference);
  return pullBlob(repository, reference);
}
