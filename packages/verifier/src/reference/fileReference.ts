import { lookError } from '../LookError';
import { archiveAddress, archiveIn } from './moduleAddress';
import type { FileReference, ReferenceOptions } from './reference';
import { shown } from './shown';

/** `https://...`; `http://` parses too and is then refused by every host that is not configured for it. */
export function parseFileReference(
  text: string,
  options: ReferenceOptions,
): FileReference {
  const { url, digest } = archiveAddress(webAddress(archiveIn(text) ?? text));
  const repository = `${url.origin}${url.pathname}`;
  if (url.pathname === '/') throw invalid(text, 'it names no file');
  return {
    type: 'file',
    text,
    url: url.href,
    host: url.host,
    repository,
    ...(digest !== undefined && { digest }),
    ...(options.bundleUrl !== undefined && {
      bundleUrl: webAddress(options.bundleUrl).href,
    }),
  };
}

function webAddress(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid(text, 'it is not a web address');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalid(text, 'it is not a web address');
  if (url.username !== '' || url.password !== '')
    throw invalid(text, 'it holds a credential');
  url.hash = '';
  url.pathname = oneSpelling(url.pathname);
  return url;
}

const unreserved = /^[A-Za-z0-9._~-]$/;

/**
 * `%61cme` is `acme` to the server, and must be to the rules: whoever writes the address would choose which of them
 * speak of it otherwise (S3.1; RFC 3986, 6.2.2).
 */
function oneSpelling(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}/g, escaped => {
    const character = String.fromCharCode(parseInt(escaped.slice(1), 16));
    return unreserved.test(character) ? character : escaped.toUpperCase();
  });
}

function invalid(text: string, why: string) {
  return lookError(
    'annotation-invalid',
    'configuration',
    `The address "${shown(text)}" cannot be read: ${why}.`,
  );
}
