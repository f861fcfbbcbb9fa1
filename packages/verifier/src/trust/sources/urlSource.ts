import { digestOf, hexOf, sha256 } from '../../encoding';
import { statusProblem } from '../../http';
import { AuthorityError } from '../authority';
import type { AuthoritySource } from './AuthoritySource';
import { clientFor, type MirrorAccess } from './mirror';
import type { SourceOptions } from './tufSource';

/**
 * Content at an address, pinned by its hash: the address decides where it is fetched, never what is trusted.
 *
 * @param sha256 - hexadecimal, lower case
 * @public
 */
export function urlSource(
  access: MirrorAccess & { sha256: string },
  { clock, limits }: SourceOptions,
): AuthoritySource {
  const http = clientFor(access, clock, limits);
  const url = new URL(access.url);
  const location = `${url.origin}${url.pathname}`;
  return {
    kind: 'url',
    location,
    key: hexOf(digestOf(`url\n${access.sha256}`)),
    moves: false,
    accepts: ({ content }) => sha256(content).toString('hex') === access.sha256,
    async fetch() {
      const purpose = `trust root ${url.pathname}`;
      const response = await http.get({
        url,
        purpose,
        limit: 'manifestBytes',
        ...(access.authorization !== undefined && {
          authorization: access.authorization,
        }),
      });
      if (response.status !== 200) throw statusProblem(response, purpose);
      const found = sha256(response.body).toString('hex');
      if (found !== access.sha256)
        throw new AuthorityError(
          `${location} has the SHA-256 ${found}, and ${access.sha256} is pinned.`,
        );
      return { content: response.body.toString('utf8') };
    },
  };
}
