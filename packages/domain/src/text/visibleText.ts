/**
 * Characters that draw nothing or move what is drawn: controls, bidirectional marks and overrides, zero-width
 * characters, line and paragraph separators, tags, and lone surrogates.
 */
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** Nearly every text, and looking at it once is enough. */
const plain = /^[\x20-\x7e]*$/;

/**
 * Makes a stranger's text safe to read: whatever would be invisible or would reorder its neighbours is written out
 * as `\u{202e}`, and an overlong text is cut in the middle, so that both ends, where identities differ, stay visible.
 *
 * This is about what a person sees. Escaping for HTML, CSV or a terminal is still the job of whoever writes there.
 *
 * @param longest - characters to show at most
 * @public
 */
export function visibleText(text: string, longest = 500): string {
  const shown = plain.test(text) ? text : writtenOut(text);
  if (shown.length <= longest) return shown;
  const half = Math.floor((longest - 1) / 2);
  return `${shown.slice(0, half)}…${shown.slice(-half)}`;
}

function writtenOut(text: string): string {
  return text.replace(
    invisible,
    character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
