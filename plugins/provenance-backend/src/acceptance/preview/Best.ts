/** Keeps the first few of an order, without sorting what is not among them. */
export class Best<T> {
  readonly items: T[] = [];

  /** @param compare - below 0 where the first one comes first */
  constructor(
    private readonly most: number,
    private readonly compare: (a: T, b: T) => number,
  ) {}

  add(item: T): void {
    const last = this.items.at(-1);
    const isFull = this.items.length >= this.most;
    if (isFull && last !== undefined && this.compare(item, last) >= 0) return;
    const at = this.items.findIndex(one => this.compare(item, one) < 0);
    this.items.splice(at < 0 ? this.items.length : at, 0, item);
    if (this.items.length > this.most) this.items.pop();
  }
}
