import { random } from '../random';
import { mutantOf } from './mutants';
import { gainsOf } from './permissiveness';
import { positives } from './positives';

/** A mutant by which somebody would gain. */
export interface Gain {
  /** How many mutants there were before it. */
  index: number;
  positive: string;
  what: string;
  gains: string[];
}

/** Makes mutants by chance, the same ones for the same seed, and lists those by which somebody gains. */
export function campaign(seed: number, count: number): Gain[] {
  const next = random(seed);
  const found: Gain[] = [];
  for (let index = 0; index < count; index++) {
    const given = positives[index % positives.length];
    const donor = positives[next(positives.length)];
    const mutant = mutantOf(given, donor, next);
    const gains = gainsOf(given, mutant);
    if (gains.length > 0)
      found.push({ index, positive: given.name, what: mutant.what, gains });
  }
  return found;
}
