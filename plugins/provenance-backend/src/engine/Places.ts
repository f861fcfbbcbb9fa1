import type { HostChoice } from '../store';
import type { HeldTask } from './Task';

/**
 * Who works in this process, and who waits for it. One host, however slow, holds at most half of the places while others
 * have something to do, and never all of them: where it has taken every place, one more is left to others.
 */
export class Places {
  readonly running = new Set<Promise<void>>();
  private readonly runningAt = new Map<string, number>();
  private waiting: HeldTask[] = [];

  constructor(
    private readonly options: {
      /** Places. Twice as much work may wait: a place that falls free is taken at once, and one claim takes much. */
      most: number;
      isFailing(host: string): boolean;
      work(task: HeldTask): Promise<void>;
    },
  ) {}

  /** Whether a place is free: whatever may begin has begun, so nothing waits that could take it. */
  get isIdle(): boolean {
    return this.running.size < this.options.most;
  }

  /** Whether so little waits that more is claimed of whoever has something to do. */
  get isShort(): boolean {
    return this.waiting.length <= this.options.most / 2;
  }

  /** How much work to claim now. */
  get wanted(): number {
    const { most } = this.options;
    return Math.max(0, 3 * most - this.running.size - this.waiting.length);
  }

  /**
   * Of which hosts to claim work. While enough is waiting only of those of which nothing is: what hangs keeps nobody else
   * from a place, and what flows is claimed in large pieces.
   *
   * @param isShared - whether others may have something to do; a host that fails never gets more than half
   */
  roomFor(isShared: boolean): Pick<HostChoice, 'full' | 'room'> {
    const { most, isFailing } = this.options;
    const claimed = new Map(this.runningAt);
    for (const { host = '' } of this.waiting)
      claimed.set(host, (claimed.get(host) ?? 0) + 1);
    const at = (host: string) => claimed.get(host) ?? 0;
    // What waits for one host alone must leave room to claim what others have to do.
    const ahead = 2 * Math.floor(most / 2);
    const room = (host: string) =>
      most + (isFailing(host) ? 0 : ahead) - at(host);
    const waits = new Set(this.waiting.map(({ host = '' }) => host));
    const isFull = (host: string) =>
      room(host) <= 0 ||
      (isShared && at(host) >= most) ||
      (!this.isShort && waits.has(host));
    return { room, full: [...claimed.keys()].filter(isFull) };
  }

  add(tasks: readonly HeldTask[]): void {
    this.waiting.push(...tasks);
    this.begin();
  }

  /** Gives back what nobody has begun. */
  drop(): HeldTask[] {
    const dropped = this.waiting;
    this.waiting = [];
    return dropped;
  }

  private begin(): void {
    for (;;) {
      const next = this.next();
      if (!next) return;
      this.waiting = this.waiting.filter(task => task !== next);
      this.run(next);
    }
  }

  private run(task: HeldTask): void {
    const { host = '' } = task;
    this.runningAt.set(host, this.at(host) + 1);
    const work = this.options.work(task).finally(() => {
      this.running.delete(work);
      if (this.at(host) > 1) this.runningAt.set(host, this.at(host) - 1);
      else this.runningAt.delete(host);
      this.begin();
    });
    this.running.add(work);
  }

  /** The one that waits longest of the host of which least is under way. */
  private next(): HeldTask | undefined {
    const fit = this.waiting.filter(task => this.mayBegin(task));
    const least = Math.min(...fit.map(({ host = '' }) => this.at(host)));
    return fit.find(({ host = '' }) => this.at(host) === least);
  }

  private mayBegin({ host = '' }: HeldTask): boolean {
    const { most, isFailing } = this.options;
    const isHalf = this.at(host) >= half(most);
    if (isHalf && (isFailing(host) || this.othersWait(host))) return false;
    if (this.running.size < most) return true;
    const isSpare = this.runningAt.size === 1 && this.at(host) === 0;
    return isSpare && this.running.size === most;
  }

  private othersWait(mine: string): boolean {
    return this.waiting.some(
      ({ host = '' }) =>
        host !== mine && this.at(host) < half(this.options.most),
    );
  }

  private at(host: string): number {
    return this.runningAt.get(host) ?? 0;
  }
}

function half(most: number): number {
  return Math.max(1, Math.floor(most / 2));
}
