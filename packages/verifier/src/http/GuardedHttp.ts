import { LookError, lookError } from '../LookError';
import type { Limits } from '../limits';
import { Errand } from './Errand';
import type { GuardedRequest, GuardedResponse } from './GuardedRequest';
import { HostGate, isFailure } from './HostGate';
import type { HostPolicies } from './HostPolicies';
import { realPace, type Pace } from './Pace';
import { retryAfter } from './retryAfter';
import { statusProblem } from './statusProblem';
import { unreachable, Wire, type Hop, type Resolve } from './Wire';

export interface GuardedHttpOptions {
  policies: HostPolicies;
  limits: Limits;
  clock: { now(): Date };
  /** Replaced in tests, where a name's answers change. */
  resolve?: Resolve;
  pace?: Pace;
}

/**
 * The one way out: read-only HTTP to allowed hosts, with limits on bytes, time and redirects.
 *
 * @remarks
 * References, redirects and token realms are a stranger's words and could point this process at the inside of a
 * network (server-side request forgery): {@link Wire} checks each hop anew. A failing host is asked again a few times,
 * then left alone; how that ends is always `infrastructure`.
 */
export class GuardedHttp {
  readonly #limits: Limits;
  readonly #clock: { now(): Date };
  readonly #pace: Pace;
  readonly #wire: Wire;
  /** Only hosts of the allow-list get one. */
  readonly #gates = new Map<string, HostGate>();

  constructor(options: GuardedHttpOptions) {
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#pace = options.pace ?? realPace;
    this.#wire = new Wire(options);
  }

  /** Begins something that takes several requests. Whoever begins it ends it. */
  errand(): Errand {
    return new Errand(this.#limits.lookMs, this.#pace);
  }

  /** @throws LookError for everything but an answer; the status is the caller's to judge. */
  async get(request: GuardedRequest): Promise<GuardedResponse> {
    const errand = request.errand ?? this.errand();
    try {
      return await this.#insist(request, errand);
    } catch (error) {
      if (error instanceof LookError) throw error;
      if (errand.signal.aborted) throw errand.late(request.url.host);
      throw unreachable(request.url, (error as Error).message, error);
    } finally {
      if (!request.errand) errand.end();
    }
  }

  /** Ends idle connections. */
  close() {
    this.#wire.close();
  }

  /** Reading changes nothing, so what failed at the host may be asked again. */
  async #insist(
    request: GuardedRequest,
    errand: Errand,
  ): Promise<GuardedResponse> {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= this.#limits.retries;
      let wait = this.#backOff(attempt);
      try {
        const response = await this.#follow(request, errand);
        if (!isFailure(response.status)) return response;
        const header = response.headers['retry-after'];
        const asked = retryAfter(header, this.#clock.now());
        wait = Math.max(wait, asked ?? 0);
        if (isLast || this.#isTooLong(wait, errand)) {
          this.#giveUp(response, asked, request, errand);
          return response;
        }
      } catch (error) {
        if (isLast || !isTransient(error) || this.#isTooLong(wait, errand))
          throw error;
      }
      await this.#pace.sleep(wait, errand.signal);
    }
  }

  #backOff(attempt: number): number {
    return this.#pace.random() * this.#limits.retryMs * 2 ** attempt;
  }

  #isTooLong(wait: number, errand: Errand): boolean {
    return wait > this.#limits.retryAfterMs || wait >= errand.remainingMs;
  }

  /** Who asked us to wait is not asked for the next thing instead. */
  #giveUp(
    response: GuardedResponse,
    asked: number | undefined,
    { purpose }: GuardedRequest,
    errand: Errand,
  ) {
    if (asked !== undefined && asked > 0)
      errand.leaveAlone(response.url.host, statusProblem(response, purpose));
  }

  async #follow(
    request: GuardedRequest,
    errand: Errand,
  ): Promise<GuardedResponse> {
    let url = request.url;
    for (let hop = 0; hop <= this.#limits.redirects; hop++) {
      const response = await this.#hop(request, url, hop === 0, errand);
      const target = redirectTarget(response, url);
      if (!target || endsHere(request, response, target)) return response;
      url = target;
    }
    // No bytes that somebody pushed make a server go in circles.
    throw unreachable(
      request.url,
      `it redirects more than ${this.#limits.redirects} times`,
      undefined,
    );
  }

  /** The host is checked before anything else: one that is not allowed has neither a gate nor a turn. */
  async #hop(
    request: GuardedRequest,
    url: URL,
    isFirst: boolean,
    errand: Errand,
  ): Promise<GuardedResponse> {
    const hop = { request, url, isFirst, signal: errand.signal };
    this.#wire.check(hop);
    errand.check(url.host);
    return this.#gate(url.host).pass(
      url.host,
      errand.signal,
      () => this.#timed(hop),
      (health, failure) => {
        if (health === 'well') errand.noteContact(url.host);
        else if (health === 'failed')
          errand.noteContact(url.host, problemOf(failure, url));
        else if (errand.signal.aborted) errand.noteSilence(url.host);
      },
    );
  }

  async #timed(hop: Hop): Promise<GuardedResponse> {
    const { limit } = hop.request;
    const { fileMs, requestMs } = this.#limits;
    const milliseconds = limit === 'fileBytes' ? fileMs : requestMs;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), milliseconds);
    const signal = AbortSignal.any([hop.signal, abort.signal]);
    try {
      return await this.#wire.exchange({ ...hop, signal });
    } catch (error) {
      if (!abort.signal.aborted || error instanceof LookError) throw error;
      throw new Error(`no end after ${milliseconds} ms`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  #gate(host: string): HostGate {
    const known = this.#gates.get(host);
    if (known) return known;
    const gate = new HostGate(this.#limits, this.#clock);
    this.#gates.set(host, gate);
    return gate;
  }
}

/** A connection that broke. Silence is not among them: asking a silent host again would hold the slot thrice. */
const transient = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EPIPE',
]);

function isTransient(error: unknown): boolean {
  return transient.has((error as NodeJS.ErrnoException).code ?? '');
}

function problemOf(failure: unknown, url: URL): LookError {
  if (failure instanceof LookError) return failure;
  return unreachable(url, (failure as Error).message, failure);
}

function redirectTarget(response: GuardedResponse, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.location;
  try {
    return new URL(location ?? '', from);
  } catch {
    throw lookError(
      'registry-unreachable',
      'infrastructure',
      `${from.host} redirects to something that is no address.`,
    );
  }
}

function endsHere(
  { endsAtSeeOther, form, body, url }: GuardedRequest,
  { status }: GuardedResponse,
  target: URL,
): boolean {
  if (form || body) return true;
  return endsAtSeeOther === true && status === 303 && target.host !== url.host;
}
