/** Callers that are remembered; beyond that the oldest begin anew. */
const mostCallers = 10_000;

/** Lets each caller do something so often within a minute, in this replica. */
export class RateLimit {
  private readonly windows = new Map<string, { from: number; count: number }>();

  constructor(
    private readonly options: {
      clock: { now(): Date };
      perMinute: number;
    },
  ) {}

  /** @returns after how many seconds to come back, or nothing where it may be done now */
  take(caller: string): number | undefined {
    const now = this.options.clock.now().getTime();
    const known = this.windows.get(caller);
    const age = known ? now - known.from : Infinity;
    if (!known || age < 0 || age >= 60_000) {
      this.begin(caller, now);
      return undefined;
    }
    if (known.count >= this.options.perMinute)
      return Math.ceil((60_000 - age) / 1_000);
    known.count++;
    return undefined;
  }

  private begin(caller: string, from: number) {
    this.windows.delete(caller);
    const [oldest] = this.windows.keys();
    if (this.windows.size >= mostCallers) this.windows.delete(oldest);
    this.windows.set(caller, { from, count: 1 });
  }
}
