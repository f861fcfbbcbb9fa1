import { visibleText } from '@countersign/domain';

/** What chats and mails take for markup, a link or a call to everybody in the room. */
const markup = /[<>&`|*[\]]/g;

/**
 * A stranger's text in an alert, on one line. Where alerts end up is not known here: each of these characters means
 * something somewhere, so it is written out as what is invisible is.
 */
export function plainText(text: string, longest = 120): string {
  return visibleText(text, longest).replace(
    markup,
    character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
