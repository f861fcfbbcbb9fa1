/** Words without any sign of a name, an address or a URI: verdicts, codes, the names of fields. */
const plainWord = /^[A-Za-z0-9_-]*$/;
const digest = /^sha\d+:[0-9a-f]+$/i;
const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/;

/**
 * Whether a text can be somebody's identity. An erasure is the one thing that rewrites the log and leaves it whole, and
 * it does not say what it took: with "untrusted", a digest or an instant it would take what happened, and not who.
 */
export function mayBeErased(text: string): boolean {
  return ![plainWord, digest, instant].some(form => form.test(text));
}
