/** Choices that are the same in every run of one seed; each step has its own, so that one can be left out alone. */
export class Chance {
  private state: number;

  constructor(seed: number, stream = 0) {
    this.state =
      (Math.imul(seed, 2_654_435_761) ^ Math.imul(stream + 1, 40_503)) >>> 0;
    for (let i = 0; i < 4; i++) this.next();
  }

  /** A whole number from 0 up to a bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(things: readonly T[]): T {
    return things[this.below(things.length)];
  }

  /** By weight. */
  weighted<T extends { weight: number }>(things: readonly T[]): T {
    let rest = this.next() * things.reduce((sum, one) => sum + one.weight, 0);
    return (
      things.find(one => {
        rest -= one.weight;
        return rest < 0;
      }) ?? things[things.length - 1]
    );
  }

  /** 0 up to 1; mulberry32, in the public domain. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
