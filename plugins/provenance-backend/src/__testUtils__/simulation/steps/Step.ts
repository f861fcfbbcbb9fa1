import type { Chance } from '../Chance';
import type { Simulation } from '../Simulation';

/** Something that can happen. Afterwards every running replica does what it would do by itself. */
export interface Step {
  name: string;
  /** How often, beside the others. */
  weight: number;
  /** @returns what exactly happened, for whoever reads the story */
  take(simulation: Simulation, chance: Chance): Promise<string | void>;
}
