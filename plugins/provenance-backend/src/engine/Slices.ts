import { setImmediate as turn } from 'node:timers/promises';

/** So long others wait at most while something is computed, in real milliseconds. */
const sliceMs = 10;

/** Lets everybody else have a turn as soon as a slice is used up. */
export class Slices {
  private began = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.began < sliceMs) return;
    await turn();
    this.began = performance.now();
  }
}
