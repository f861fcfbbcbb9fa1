import type { Check } from '../Check';

/** Controls, marks that reorder, what draws nothing, any other space than the plain one, and what stands for a broken byte. */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\ufffd\u{e0100}-\u{e01ef}]/u;

export const hiddenCharacter: Check = {
  code: 'hidden-character',
  find: ({ identities }) =>
    identities
      .filter(({ text }) => hidden.test(text))
      .map(({ path, text }) => ({ path, value: text })),
};
