import type { Material } from '../material/Material';
import type { VerificationContext } from '../verification/verifyMaterial';
import type { Blame } from './evidenceOfDeath';

/** A busy machine can end one attempt; nobody's machine is busy three times and free for everything else. */
const attempts = 3;
const most = 1_000;

/**
 * Remembers what ended its worker, so that it is not tried for ever: each attempt costs a worker and, at worst, the
 * whole time limit, which others wait for. Bounded; what was forgotten gets its attempts again.
 */
export class Poison {
  readonly #deaths = new Map<string, Blame[]>();

  add(material: Material, context: VerificationContext, death: Blame) {
    const key = keyOf(material, context);
    const deaths = this.#deaths.get(key) ?? [];
    this.#deaths.delete(key);
    this.#deaths.set(key, [...deaths, death]);
    if (this.#deaths.size > most)
      this.#deaths.delete(this.#deaths.keys().next().value as string);
  }

  /** @returns the last death, where the attempts are used up */
  verdict(material: Material, context: VerificationContext): Blame | undefined {
    const deaths = this.#deaths.get(keyOf(material, context)) ?? [];
    return deaths.length >= attempts ? deaths.at(-1) : undefined;
  }
}

function keyOf({ digest }: Material, { authority }: VerificationContext) {
  return `${digest} ${authority.digest}`;
}
