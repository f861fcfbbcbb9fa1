import type { Clock } from '@countersign/backstage-plugin-provenance-node';

/**
 * The computer's clock with an offset, which is zero until somebody moves it.
 *
 * @public
 */
export class MovableClock implements Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  /** @param milliseconds - Forward; a clock never goes back. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0))
      throw new RangeError('the clock moves forward only');
    this.offset += milliseconds;
  }
}
