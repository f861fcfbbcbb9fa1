import { lookError, type LookError } from '../LookError';
import type { Pace } from './Pace';

/**
 * Everything that one caller wants to know at one time, over however many requests: it has a deadline, and a host that
 * asked to be left alone is not asked again in it.
 */
export class Errand {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #end: number;
  readonly #milliseconds: number;
  readonly #pace: Pace;
  readonly #refusals = new Map<string, LookError>();

  constructor(milliseconds: number, pace: Pace) {
    this.#milliseconds = milliseconds;
    this.#pace = pace;
    this.#end = pace.monotonic() + milliseconds;
    this.#timer = setTimeout(() => this.#abort.abort(), milliseconds);
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get remainingMs(): number {
    return Math.max(0, this.#end - this.#pace.monotonic());
  }

  /** @throws LookError where the time is over, or the host asked to be left alone */
  check(host: string) {
    if (this.remainingMs === 0 || this.signal.aborted) throw this.late(host);
    const refusal = this.#refusals.get(host);
    if (refusal) throw refusal;
  }

  /** From here on every request to this host ends with this problem. */
  leaveAlone(host: string, problem: LookError) {
    this.#refusals.set(host, problem);
  }

  /** Says that the time is over: nobody's bytes are to blame for it. */
  late(host: string): LookError {
    return lookError(
      'registry-unreachable',
      'infrastructure',
      `${host} could not be read in time: all of it may take ${
        this.#milliseconds
      } ms (lookMs).`,
    );
  }

  end() {
    clearTimeout(this.#timer);
  }
}
