import { UsageError } from '../options/UsageError';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address of a portal's backend. A token is sent there, so that it has to be HTTPS, but for this machine itself.
 *
 * @throws UsageError
 */
export function readPortal(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new UsageError(`"${text}" is no web address`);
  const isPlain = url.protocol === 'http:' && loopback.has(url.hostname);
  if (url.protocol !== 'https:' && !isPlain)
    throw new UsageError('the address of a portal begins with https://');
  if (url.username || url.password)
    throw new UsageError('a credential has no place in an address');
  if (url.search || url.hash)
    throw new UsageError('the address of a portal has no query');
  return new URL(`${url.pathname.replace(/\/+$/, '')}/`, url);
}
