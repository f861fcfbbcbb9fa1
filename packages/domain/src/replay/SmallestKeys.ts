/**
 * Keeps the values with the smallest keys. Which those are does not depend on the order in which they come, and neither
 * does what they gathered: one that is let go had as many smaller ones before it, and never comes back.
 */
export class SmallestKeys<Value> {
  private readonly values = new Map<string, Value>();
  private largest = '';
  /** More keys came than are kept. */
  isCut = false;

  constructor(
    private readonly most: number,
    private readonly letGo: (value: Value) => void = () => {},
  ) {}

  /** @returns undefined where the key is not among the smallest */
  at(key: string, make: () => Value): Value | undefined {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const isFull = this.values.size >= this.most;
    if (isFull) this.isCut = true;
    if (isFull && key >= this.largest) return undefined;
    if (isFull) this.dropLargest();
    const value = make();
    this.values.set(key, value);
    if (key > this.largest) this.largest = key;
    return value;
  }

  /** In the order of their keys. */
  entries(): [string, Value][] {
    return [...this.values].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private dropLargest(): void {
    const dropped = this.values.get(this.largest);
    this.values.delete(this.largest);
    this.largest = [...this.values.keys()].reduce(
      (a, b) => (b > a ? b : a),
      '',
    );
    if (dropped !== undefined) this.letGo(dropped);
  }
}
