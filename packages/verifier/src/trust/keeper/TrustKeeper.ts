import type { AuthorityStatus } from '@countersign/domain';
import type { AuthorityKeeper } from './AuthorityKeeper';

/** How often it is looked what other replicas found, and whether it is time to ask. */
const pollMs = 60_000;

/**
 * Runs something later.
 *
 * @returns a function that keeps it from running
 * @public
 */
export type RunLater = (milliseconds: number, run: () => void) => () => void;

const runLater: RunLater = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Keeps all authorities of a process up to date in the background, each by itself: a mirror that hangs delays nobody
 * else.
 *
 * @public
 */
export class TrustKeeper {
  readonly keepers: readonly AuthorityKeeper[];
  readonly #later: RunLater;
  readonly #onChange = new Set<() => void>();
  readonly #onTurn = new Set<() => void>();
  #cancel: (() => void)[] = [];
  #isStopped = false;

  constructor(keepers: AuthorityKeeper[], later: RunLater = runLater) {
    this.keepers = keepers;
    this.#later = later;
  }

  /** Puts the last good versions into force, without any network. */
  async open(): Promise<void> {
    await Promise.all(this.keepers.map(keeper => keeper.open()));
  }

  /** Begins to ask. */
  start(): void {
    this.keepers.forEach((keeper, i) => this.#turn(keeper, i));
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel.forEach(cancel => cancel());
  }

  /** Called when another version of any authority came into force. */
  onChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  /** Called after each attempt, whatever came of it. */
  onTurn(listener: () => void): void {
    this.#onTurn.add(listener);
  }

  /**
   * Whether nobody else holds anything newer.
   *
   * @throws what a store throws
   */
  async isCurrent(): Promise<boolean> {
    const all = await Promise.all(this.keepers.map(one => one.isCurrent()));
    return all.every(Boolean);
  }

  statuses(): AuthorityStatus[] {
    return this.keepers.map(keeper => keeper.status());
  }

  async #turn(keeper: AuthorityKeeper, i: number): Promise<void> {
    const isChanged = await keeper.refresh();
    if (this.#isStopped) return;
    if (isChanged) this.#onChange.forEach(tell => tell());
    this.#onTurn.forEach(tell => tell());
    this.#cancel[i] = this.#later(pollMs, () => this.#turn(keeper, i));
  }
}
