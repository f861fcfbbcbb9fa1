/** ASCII letters alone lose their case: what is compared so must not depend on a language or a database. */
export function smallLetters(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
