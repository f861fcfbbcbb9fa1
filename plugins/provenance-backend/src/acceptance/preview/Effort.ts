import { InputError } from '@backstage/errors';
import { Slices } from '../../engine';

/** What is computed for whoever writes a rule: gives way to others, and ends where the rule asks for too much. */
export class Effort {
  private readonly slices = new Slices();
  private readonly until: number;

  /** @param mostMs - so long is worked, others' turns included, in real milliseconds */
  constructor(mostMs = 5_000) {
    this.until = performance.now() + mostMs;
  }

  /** @throws InputError */
  async breathe(): Promise<void> {
    await this.slices.breathe();
    if (performance.now() < this.until) return;
    throw new InputError(
      'rule: to hold it against everybody takes too long; name fewer signers, or use fewer stars',
    );
  }
}
