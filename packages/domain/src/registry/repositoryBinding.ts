/**
 * Which repository is an entity's own, as a review said (S2.4).
 *
 * @public
 */
export interface RepositoryBinding {
  /** Full reference in small letters: `component:default/payments`. */
  entity: string;
  /** Its address, as certificates have it in their claim `sourceRepository`: `https://github.com/acme/payments`. */
  repository: string;
  /**
   * The id that the code host gave it, as certificates have it in `sourceRepositoryId`. A name can be given up and
   * registered again by somebody else, an id cannot. Absent: the name alone is compared.
   */
  repositoryId?: string;
  /** The id of its owner, as certificates have it in `ownerId`. */
  ownerId?: string;
  /** Why, for whoever reads it next. */
  reason?: string;
}

const longest = 500;
const segment = /^[A-Za-z0-9._~-]+$/;

/**
 * Whether a text is the address of a source repository in the form that certificates have: nothing but scheme, host and
 * path, written so that there is no other way to write it.
 *
 * @public
 */
export function isRepositoryAddress(text: string): boolean {
  if (text.length > longest || !text.startsWith('https://')) return false;
  const path = text.slice('https://'.length).split('/').slice(1);
  return (
    isPlainAddress(text) &&
    path.length >= 2 &&
    path.every(part => segment.test(part)) &&
    !text.endsWith('.git')
  );
}

/** Host in small letters, no default port, no dots as segments, no user, nothing escaped: what a parser makes of it is it. */
function isPlainAddress(text: string): boolean {
  try {
    const { href, username, password } = new URL(text);
    return href === text && username === '' && password === '';
  } catch {
    return false;
  }
}
