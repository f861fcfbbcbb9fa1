/** Counts what happens, so that two changes in one instant of the clock still have an order. */
export class Ticks {
  private count = 0;

  get now(): number {
    return this.count;
  }

  next(): number {
    return ++this.count;
  }
}

/** What something was, and from when to when. */
export class History<T> {
  private readonly entries: { tick: number; value: T }[];

  constructor(private readonly ticks: Ticks, first: T) {
    this.entries = [{ tick: 0, value: first }];
  }

  get current(): T {
    return this.entries[this.entries.length - 1].value;
  }

  set(value: T): void {
    this.entries.push({ tick: this.ticks.next(), value });
  }

  /** Everything that it was at any time from this tick on. */
  since(tick: number): T[] {
    const begin = this.entries.findLastIndex(entry => entry.tick <= tick);
    return this.entries.slice(Math.max(0, begin)).map(({ value }) => value);
  }
}
