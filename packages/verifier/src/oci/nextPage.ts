import type { GuardedResponse } from '../http';
import { lookError } from '../LookError';

/** A link and its parameters, RFC 8288. */
const links = /<([^<>]*)>([^<]*)/g;
const isNext =
  /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![^\s;,]))/i;

/** A page of another host would get our token: refused. A page that cannot be found is never the end of the list. */
export function nextPage(
  response: GuardedResponse,
  base: URL,
): URL | undefined {
  const header = String(response.headers.link ?? '');
  const target = [...header.matchAll(links)].find(([, , parameters]) =>
    isNext.test(parameters),
  )?.[1];
  if (target === undefined) return undefined;
  try {
    const url = new URL(target, response.url);
    if (url.origin === base.origin) return url;
  } catch {
    // Said below: an address that is none and one that leads elsewhere are both no next page.
  }
  throw lookError(
    'registry-unreachable',
    'infrastructure',
    `${base.host} names a next page of referrers that is not its own.`,
  );
}
