import { LookError } from '../LookError';
import type { Limits } from '../limits';
import { CircuitBreaker, type HostHealth } from './CircuitBreaker';
import type { GuardedResponse } from './GuardedRequest';
import { retryAfter } from './retryAfter';
import { Slots } from './Slots';
import { statusProblem } from './statusProblem';

/** Hears how a request went; `failure` is what the host did, or what was thrown. */
type Hear = (health: HostHealth, failure?: unknown) => void;

const longestRefusalMs = 3_600_000;

/** What stands before one host: so many requests at a time, and none while it is left alone. */
export class HostGate {
  readonly #slots: Slots;
  readonly #breaker: CircuitBreaker;
  readonly #clock: { now(): Date };

  constructor(limits: Limits, clock: { now(): Date }) {
    this.#slots = new Slots(limits.hostRequests);
    this.#clock = clock;
    this.#breaker = new CircuitBreaker({
      failures: limits.breakerFailures,
      milliseconds: limits.breakerMs,
      clock,
    });
  }

  /** @throws LookError while the host is left alone, else whatever `send` throws */
  async pass(
    host: string,
    signal: AbortSignal,
    send: () => Promise<GuardedResponse>,
    hear: Hear = () => undefined,
  ): Promise<GuardedResponse> {
    await this.#slots.take(signal);
    try {
      this.#enter(host, hear);
      return await this.#observe(send, signal, hear);
    } finally {
      this.#slots.give();
    }
  }

  /** Who is left alone failed many times in a row: that is known without asking. */
  #enter(host: string, hear: Hear) {
    try {
      this.#breaker.enter(host);
    } catch (error) {
      hear('failed', error);
      throw error;
    }
  }

  async #observe(
    send: () => Promise<GuardedResponse>,
    signal: AbortSignal,
    hear: Hear,
  ) {
    let health: HostHealth = 'unknown';
    let problem: LookError | undefined;
    let waitMs: number | undefined;
    try {
      const response = await send();
      health = isFailure(response.status) ? 'failed' : 'well';
      if (health === 'failed') {
        problem = statusProblem(response, 'request');
        const header = response.headers['retry-after'];
        waitMs = retryAfter(header, this.#clock.now());
      }
      hear(health, problem);
      return response;
    } catch (error) {
      health = healthAfter(error, signal);
      hear(health, error);
      throw error;
    } finally {
      this.#breaker.leave(
        health,
        problem,
        Math.min(waitMs ?? 0, longestRefusalMs),
      );
    }
  }
}

/**
 * The host is there and cannot do its work, or does not want to. 501 is an answer: it will not do it later either, and
 * is how some registries say that they have no Referrers API.
 */
export function isFailure(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** A typed problem is about an answer or about us; our own deadline says nothing. */
function healthAfter(error: unknown, signal: AbortSignal): HostHealth {
  if (signal.aborted) return 'unknown';
  if (!(error instanceof LookError)) return 'failed';
  return error.problem.code === 'host-not-allowed' ? 'unknown' : 'well';
}
