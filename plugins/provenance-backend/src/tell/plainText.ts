import { visibleText } from '@countersign/domain';

/** What chats and mails take for markup, a link or a call to everybody in the room. */
const markup = /[<>&`|*[\]]/g;
/** Without these there is no address of a page, and nobody is called. */
const addresses = /[:/@]/g;

/**
 * A stranger's text in an alert, on one line. Where alerts end up is not known here: each of these characters means
 * something somewhere, so it is written out as what is invisible is.
 */
export function plainText(text: string, longest = 120): string {
  return writtenOut(visibleText(text, longest), markup);
}

/**
 * The same of what is no reference but only a name: whoever writes an annotation may call an environment
 * `@here log in at https://...`, and a message to the security group must not pass that on as a link.
 */
export function plainName(text: string, longest = 60): string {
  return writtenOut(plainText(text, longest), addresses);
}

function writtenOut(text: string, characters: RegExp): string {
  return text.replace(
    characters,
    character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
