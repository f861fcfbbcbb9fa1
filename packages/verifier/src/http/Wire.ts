import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { LimitError, lookError } from '../LookError';
import type { Limits } from '../limits';
import type { GuardedRequest, GuardedResponse } from './GuardedRequest';
import {
  checkAddress,
  type HostPolicies,
  type HostPolicy,
} from './HostPolicies';

export type Resolve = typeof dnsLookup;

/** One hop of one request. */
export interface Hop {
  request: GuardedRequest;
  url: URL;
  /** Not a redirect: the credential goes along. */
  isFirst: boolean;
  signal: AbortSignal;
}

class StaleConnection extends Error {
  readonly name = 'StaleConnection';
}

/**
 * One request, one answer, no redirects: connects to the address that was checked, and reads no more than is allowed.
 *
 * @remarks
 * The name is resolved here, the addresses are checked, and the connection goes to exactly these: a second resolution
 * could answer differently (S12.2). Proxy settings of the environment are not followed, for the same reason.
 */
export class Wire {
  readonly #policies: HostPolicies;
  readonly #limits: Limits;
  readonly #resolve: Resolve;
  readonly #sockets: http.AgentOptions;
  readonly #agents = new Map<string, http.Agent>();

  constructor(options: {
    policies: HostPolicies;
    limits: Limits;
    resolve?: Resolve;
  }) {
    this.#policies = options.policies;
    this.#limits = options.limits;
    this.#resolve = options.resolve ?? dnsLookup;
    this.#sockets = {
      keepAlive: true,
      maxSockets: options.limits.hostRequests,
    };
  }

  /** Ends idle connections. */
  close() {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  /** @throws LookError `host-not-allowed`, before anything is sent */
  check({ request, url, isFirst }: Hop): HostPolicy {
    const policy = this.#policies.check(
      url,
      isFirst ? request.purpose : `redirect for ${request.purpose}`,
    );
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address is connected to without any lookup, so it is checked here.
    if (isIP(literal) !== 0)
      checkAddress(literal, url.host, policy, url.protocol === 'https:');
    return policy;
  }

  /**
   * A server may close an idle connection in the very moment in which it is used again. Such a reset says nothing about
   * the server, so the request is sent once more, on a connection of its own.
   */
  async exchange(hop: Hop): Promise<GuardedResponse> {
    try {
      return await this.#send(hop);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      return this.#send(hop, { fresh: true });
    }
  }

  #send(hop: Hop, { fresh = false } = {}): Promise<GuardedResponse> {
    const { request, url, isFirst, signal } = hop;
    const policy = this.check(hop);
    const encrypted = url.protocol === 'https:';
    const send = encrypted ? https.request : http.request;
    return new Promise((resolve, reject) => {
      let answered = false;
      const outgoing = send(url, {
        method: request.form || request.body ? 'POST' : 'GET',
        agent: fresh ? false : this.#agent(encrypted),
        lookup: this.#guardedLookup(url.host, policy, encrypted),
        timeout: this.#limits.idleMs,
        signal,
        headers: headersOf(request, isFirst),
      });
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`silent for ${this.#limits.idleMs} ms`)),
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        reject(
          !fresh &&
            !answered &&
            outgoing.reusedSocket &&
            error.code === 'ECONNRESET'
            ? new StaleConnection(error.message, { cause: error })
            : error,
        ),
      );
      outgoing.on('response', incoming => {
        answered = true;
        const { statusCode: status = 0, headers } = incoming;
        this.#read(incoming, request, url).then(
          body => resolve({ status, headers, body, url }),
          error => {
            outgoing.destroy();
            reject(error);
          },
        );
      });
      outgoing.end(request.form?.toString() ?? request.body?.text);
    });
  }

  /** TLS takes a while to load and to set up, and is not set up for whoever never speaks it. */
  #agent(encrypted: boolean): http.Agent {
    const scheme = encrypted ? 'https:' : 'http:';
    const known = this.#agents.get(scheme);
    if (known) return known;
    const { Agent } = encrypted ? https : http;
    const agent = new Agent(this.#sockets);
    this.#agents.set(scheme, agent);
    return agent;
  }

  async #read(
    incoming: http.IncomingMessage,
    request: GuardedRequest,
    url: URL,
  ): Promise<Buffer> {
    const status = incoming.statusCode ?? 0;
    if (status < 200 || status >= 300 || request.body) {
      discard(incoming);
      return Buffer.alloc(0);
    }
    // A few bytes could unpack to any number of them; identity was asked for.
    if ((incoming.headers['content-encoding'] ?? 'identity') !== 'identity')
      throw unreachable(
        url,
        'it sent a compressed body that nobody asked for',
        undefined,
      );
    checkHasEnd(incoming, url);
    const limit = Math.min(
      this.#limits[request.limit],
      request.atMost ?? Infinity,
    );
    const declared = Number(incoming.headers['content-length'] ?? 0);
    if (declared > limit) throw tooLarge(request, url, limit);
    const chunks: Buffer[] = [];
    const take = request.sink?.() ?? (chunk => chunks.push(chunk));
    let size = 0;
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(request, url, limit);
      take(chunk);
    }
    return Buffer.concat(chunks);
  }

  #guardedLookup(
    host: string,
    policy: HostPolicy,
    encrypted: boolean,
  ): LookupFunction {
    return (hostname, options, callback) => {
      this.#resolve(hostname, { ...options, all: true }, (error, addresses) => {
        const found: LookupAddress[] = addresses ?? [];
        try {
          if (error) throw error;
          if (found.length === 0) throw new Error(`${hostname} has no address`);
          // One forbidden address among good ones is how a name is rebound: none is used.
          for (const { address } of found)
            checkAddress(address, host, policy, encrypted);
        } catch (refusal) {
          callback(refusal as NodeJS.ErrnoException, '', 0);
          return;
        }
        if (options.all) callback(null, found);
        else callback(null, found[0].address, found[0].family);
      });
    };
  }
}

function headersOf(request: GuardedRequest, isFirst: boolean) {
  return {
    'user-agent': 'countersign',
    'accept-encoding': 'identity',
    ...request.headers,
    ...(request.form && {
      'content-type': 'application/x-www-form-urlencoded',
    }),
    ...(request.body && { 'content-type': request.body.type }),
    ...(isFirst &&
      request.authorization !== undefined && {
        authorization: request.authorization,
      }),
  };
}

/**
 * Half an answer of a server that broke off would read as other bytes than the whole: as another file, a broken bundle,
 * a list without its end. Where the body ends with the connection nobody can tell (S5.1).
 */
function checkHasEnd({ headers }: http.IncomingMessage, url: URL) {
  if (
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  )
    throw unreachable(url, 'it does not say where its answer ends', undefined);
}

const smallPage = 64 * 1024;

/** What an error page says is not needed. A short one is read off so that the connection can be used again. */
function discard(incoming: http.IncomingMessage) {
  const length = Number(incoming.headers['content-length'] ?? Infinity);
  const isEmpty = incoming.statusCode === 304;
  if (isEmpty || length <= smallPage) {
    incoming.on('error', () => undefined);
    incoming.resume();
  } else {
    incoming.destroy();
  }
}

function tooLarge(request: GuardedRequest, url: URL, limit: number) {
  if (request.limit === 'tokenBytes')
    return unreachable(url, `more than ${limit} bytes`, undefined);
  return new LimitError(
    request.limit,
    `${url.host} sent more than ${limit} bytes (${request.purpose}).`,
  );
}

export function unreachable(url: URL, why: string, cause: unknown) {
  return lookError(
    'registry-unreachable',
    'infrastructure',
    `${url.host} could not be reached: ${why}.`,
    cause,
  );
}
