/** Hosts that do not tell upper from lower case in owners and repositories. */
const caseless = new Set(['github.com', 'gitlab.com']);

const longestAddress = 2_048;

/** `git@host:owner/name`; without a user only where the host has a dot, so that `pkg:docker/x` is no host. */
const shortForm = /^(?:[\w.-]+@([\w.-]+)|([\w-]+(?:\.[\w-]+)+)):(?!\/)(.+)$/;

/**
 * One form for the many ways in which builders write the address of a source repository:
 * `git+https://github.com/o/r@refs/heads/main`, `https://github.com/o/r.git#main`, `git@github.com:o/r.git` and
 * `ssh://git@github.com/o/r` are all `https://github.com/o/r`.
 *
 * @returns `undefined` for what names no repository on a host
 */
export function repositoryAddress(text: string): string | undefined {
  if (text.length > longestAddress) return undefined;
  const short = shortForm.exec(text);
  const url = parse(short ? `ssh://${short[1] ?? short[2]}/${short[3]}` : text);
  if (!url || url.host === '') return undefined;
  const path = url.pathname
    .replace(/@.*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  if (!/^\/[^/]+\/[^/]/.test(path)) return undefined;
  const address = `https://${url.host}${path}`;
  return caseless.has(url.host) ? address.toLowerCase() : address;
}

function parse(text: string): URL | undefined {
  try {
    // Other schemes than HTTP have no normal form for their host, so all are read as HTTPS.
    const url = new URL(
      text.replace(/^(?:git\+)?(?:https?|ssh|git):\/\//i, 'https://'),
    );
    return url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}
