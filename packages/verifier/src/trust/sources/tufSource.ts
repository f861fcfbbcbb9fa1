import { hexOf, digestOf } from '../../encoding';
import { firstLine } from '../../json';
import type { Limits } from '../../limits';
import { readPublicGoodSeed } from '../publicGoodSeed';
import {
  checkDistinctKeys,
  versionsOf,
  type TufMetadata,
} from '../tuf/TufMetadata';
import { updateTuf } from '../tuf/updateTuf';
import {
  SourceError,
  type AuthoritySource,
  type SourceState,
} from './AuthoritySource';
import { clientFor, mirrorAddress, type MirrorAccess } from './mirror';

const targetName = 'trusted_root.json';

/**
 * How a source reaches the network.
 *
 * @public
 */
export interface SourceOptions {
  clock: { now(): Date };
  limits?: Partial<Limits>;
}

/**
 * A private TUF repository in the layout of Sigstore's own, trusted from a pinned root on.
 *
 * @param root - the bytes of the pinned `root.json`; another pin is another source, with nothing remembered
 * @throws AuthorityError for a root that cannot be read
 * @public
 */
export function tufSource(
  mirror: MirrorAccess & { root: Uint8Array },
  options: SourceOptions,
): AuthoritySource {
  const pin = { root: Buffer.from(mirror.root).toString('base64') };
  // A pin that cannot be read is a mistake at the door, not an outage.
  versionsOf(pin);
  checkDistinctKeys(pin);
  const address = mirrorAddress(mirror.url);
  const key = digestOf(`tuf\n${address}\n${digestOf(mirror.root)}`);
  return source('tuf', { ...mirror, url: address }, pin, key, options);
}

/**
 * Sigstore's public-good instance: at once and offline what the npm package `@sigstore/tuf` has inside, and from then
 * on what its TUF repository says, while that can be reached.
 *
 * @param mirror - another address that serves the same repository
 * @public
 */
export function publicGoodSource(
  options: SourceOptions & { mirror?: MirrorAccess },
): AuthoritySource {
  const seed = readPublicGoodSeed();
  const mirror = options.mirror ?? { url: seed.mirror };
  const pin = { root: seed.root.toString('base64') };
  return {
    // The pin is not part of the key: a newer package brings a newer root of the same repository.
    ...source('public-good', mirror, pin, digestOf('public-good'), options),
    // A package that is newer than everything that was ever fetched knows better.
    accepts: ({ metadata }) =>
      metadata !== undefined &&
      versionsOf(metadata).root >= versionsOf(pin).root,
    first: { content: seed.trustedRoot, metadata: pin },
  };
}

function source(
  kind: 'tuf' | 'public-good',
  mirror: MirrorAccess,
  pin: TufMetadata,
  key: ReturnType<typeof digestOf>,
  { clock, limits }: SourceOptions,
): AuthoritySource {
  const http = clientFor(mirror, clock, limits);
  return {
    kind,
    location: mirror.url,
    key: hexOf(key),
    moves: true,
    async fetch(state, now) {
      const metadata = newerRoot(pin, state);
      const update = await updateTuf({
        metadata,
        mirror: mirrorAddress(mirror.url),
        authorization: mirror.authorization,
        target: targetName,
        known: state?.content,
        http,
        now,
      });
      if ('problem' in update)
        throw new SourceError(
          firstLine(update.problem),
          update.metadata,
          update.problem,
        );
      return {
        content: update.target.toString('utf8'),
        metadata: update.metadata,
        expiresAt: update.expiresAt.toISOString(),
      };
    },
  };
}

/** What is remembered goes on from the pin; only a newer package can pin something newer than what is remembered. */
function newerRoot(
  pin: TufMetadata,
  state: SourceState | undefined,
): TufMetadata {
  const known = state?.metadata;
  if (!known) return pin;
  return versionsOf(pin).root > versionsOf(known).root
    ? { ...known, root: pin.root }
    : known;
}
