import { lookError, type LookError } from '../LookError';
import type { HostContact } from './HostContact';
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
  readonly #contacts = new Map<string, HostContact>();

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

  /** Who was asked, and how each behaved at last. Nobody where it ended before anybody was. */
  get contacts(): HostContact[] {
    return [...this.#contacts.values()];
  }

  /** @param failure - absent where the host answered */
  noteContact(host: string, failure?: LookError) {
    const contact = failure ? { host, failure: failure.problem } : { host };
    this.#contacts.set(host, contact);
  }

  /** It let the time run out. Where it answered before, another one may have used up most of it. */
  noteSilence(host: string) {
    if (!this.#contacts.has(host)) this.noteContact(host, this.late(host));
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
