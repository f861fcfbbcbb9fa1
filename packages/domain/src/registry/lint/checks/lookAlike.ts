import type { Check } from '../Check';

/** An ASCII letter with marks above or below it: nobody takes "ü" for "u". */
const marked = /^[A-Za-z]\p{Mn}+$/u;
const beyondAscii = /\P{ASCII}/gu;
const drawn = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/**
 * Identities are ASCII nearly always. A table of look-alikes is never complete, so that whatever else is drawn counts
 * as one: letters of other scripts, digits, slashes, dots and stars.
 */
function canDeceive(text: string): boolean {
  return (text.normalize('NFC').match(beyondAscii) ?? []).some(
    character =>
      drawn.test(character) && !marked.test(character.normalize('NFD')),
  );
}

export const lookAlike: Check = {
  code: 'look-alike',
  find: ({ identities }) =>
    identities
      .filter(({ text }) => canDeceive(text))
      .map(({ path, text }) => ({ path, value: text })),
};
