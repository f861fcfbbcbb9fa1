import type { Check } from '../Check';
import { compareAlternatives } from '../compareAlternatives';

export const tooManySigners: Check = {
  code: 'too-many-signers',
  find: list => compareAlternatives(list).unfinished.map(path => ({ path })),
};
