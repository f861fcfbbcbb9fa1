import { lookError, type LookError } from '../LookError';

/** How one request went, as far as it says something about the host. */
export type HostHealth = 'well' | 'failed' | 'unknown';

/**
 * Leaves a host alone that failed many times in a row, so that an outage does not hold every slot, and is not made
 * longer by us. After a while one request tries whether the host is back.
 *
 * @remarks Only what the host itself did counts: no answer, 5xx, 429. 401, 403 and 404 are answers. While open, every
 * request ends as `infrastructure`, never as "not there".
 */
export class CircuitBreaker {
  #failures = 0;
  #leftAloneUntil: number | undefined;
  #leftAloneSince = 0;
  #isTrying = false;
  #last: LookError | undefined;

  constructor(
    private readonly options: {
      failures: number;
      milliseconds: number;
      clock: { now(): Date };
    },
  ) {}

  /** @throws LookError at once, while the host is left alone */
  enter(host: string) {
    if (this.#leftAloneUntil === undefined) return;
    const now = this.options.clock.now().getTime();
    // A clock that was put back must not keep a host shut.
    const isOver = now >= this.#leftAloneUntil || now < this.#leftAloneSince;
    if (!isOver || this.#isTrying) throw this.#problem(host);
    this.#isTrying = true;
  }

  /** @param waitMs - how long the host asked to be left alone */
  leave(health: HostHealth, problem: LookError | undefined, waitMs: number) {
    this.#isTrying = false;
    if (health === 'unknown') return;
    if (health === 'well') {
      this.#failures = 0;
      this.#leftAloneUntil = undefined;
      return;
    }
    this.#failures++;
    this.#last = problem;
    if (this.#failures < this.options.failures) return;
    this.#leftAloneSince = this.options.clock.now().getTime();
    this.#leftAloneUntil =
      this.#leftAloneSince + Math.max(this.options.milliseconds, waitMs);
  }

  #problem(host: string) {
    const isBusy = this.#last?.problem.code === 'rate-limited';
    return lookError(
      isBusy ? 'rate-limited' : 'registry-unreachable',
      'infrastructure',
      `${host} failed ${
        this.#failures
      } times in a row and is left alone for a while.`,
    );
  }
}
