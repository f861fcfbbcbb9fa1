import type { Check } from '../Check';
import { isPattern } from '../view';

/** Only what a pattern limits: the references of a rule say where it speaks, and everywhere is the strictest. */
const limits = /\.(?:subject|builder|claims\.\w+|builders\[\d+\])$/;

/** S2.2: stars with nothing between them but punctuation. */
export function namesNothing(pattern: string): boolean {
  return pattern.includes('*') && !/[\p{L}\p{N}]/u.test(pattern);
}

export const matchesEverything: Check = {
  code: 'matches-everything',
  find: ({ patterns }) =>
    patterns
      .filter(
        ({ path, text }) =>
          limits.test(path) && namesNothing(text) && isPattern(text),
      )
      .filter(({ path }) => !path.startsWith('distrust'))
      .map(({ path, text }) => ({ path, value: text })),
};
