/** What an address may begin with: `https://`, `git::https://`. */
const scheme = /^(?:[a-z0-9+.-]+::)?[a-z0-9+.-]+:\/\//i;

/** `token@`, where an address has a scheme. */
const name = /^[^/?#]*@/;

/** `name:password@`. Passwords hold any character, whatever addresses allow; a port has digits alone. */
const password =
  /^[^/@:]*:(?!\d{1,5}(?:[/?#]|$))[^@]*@(?:[^/?#]*@)?(?!sha(?:256|512):)/;

/**
 * A reference as messages quote it: without its query, which may be a token of an object store, and without a name and
 * password that somebody wrote into it.
 */
export function shown(text: string): string {
  const [start = ''] = scheme.exec(text) ?? [];
  const rest = text
    .slice(start.length)
    // Where the password may be a query as well, nothing behind it is safe to show either.
    .replace(password, found => (/[?#]/.test(found) ? '?' : ''))
    .replace(start === '' ? /^$/ : name, '');
  return start + rest.split(/[?#]/, 1)[0];
}
