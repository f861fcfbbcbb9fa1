import { isAbsolute, join } from 'node:path';
import {
  AuthorityKeeper,
  FileTrustStore,
  publicGoodAuthority,
  publicGoodSource,
  sigstoreAuthority,
  verifyMaterial,
  type Authority,
  type MirrorAccess,
  type SigstoreAuthority,
} from '@countersign/verifier';
import { UsageError } from '../options/UsageError';
import { shown } from '../output';
import type { Surroundings } from '../Surroundings';

/** What Sigstore's public instance is called here and in configuration. */
export const publicGood = 'public-good';

const day = 86_400_000;

/**
 * The root of the public-good instance: the last one that `ct trust update` brought, else the one that is built in. No
 * host is contacted for it, so that an answer depends on nothing but the registry.
 */
export async function publicGoodRoot(
  surroundings: Surroundings,
): Promise<SigstoreAuthority> {
  if (cacheFolder(surroundings) === undefined)
    return publicGoodAuthority(publicGood);
  const keeper = publicGoodKeeper(surroundings);
  await keeper.open();
  const { lastError } = keeper.status();
  if (lastError)
    surroundings.warn(
      `The root that is built in is used, because the one that was kept cannot be read: ${shown(
        lastError.message,
      )}`,
    );
  const { authority } = keeper;
  return isRoot(authority) ? authority : publicGoodAuthority(publicGood);
}

/**
 * @param mirror - another address that serves the same repository
 * @throws UsageError where there is no folder to keep a root in
 */
export function publicGoodKeeper(
  surroundings: Surroundings,
  mirror?: MirrorAccess,
): AuthorityKeeper {
  const clock = { now: surroundings.now };
  const cache = cacheFolder(surroundings);
  if (cache === undefined)
    throw new UsageError(
      'there is no folder to keep a root in: set XDG_CACHE_HOME or HOME to a path that begins with /',
    );
  return new AuthorityKeeper({
    name: publicGood,
    kind: 'sigstore',
    source: publicGoodSource({ clock, ...(mirror && { mirror }) }),
    build: content => sigstoreAuthority(publicGood, JSON.parse(content)),
    store: new FileTrustStore(join(cache, 'countersign', 'trust')),
    clock,
    verify: verifyMaterial,
    intervalMs: day,
  });
}

/**
 * The user's own, and never one below the folder where the command happens to run: that one is a checkout in pipelines,
 * and whoever wrote it would bring the root that their own signatures are proven by.
 *
 * @remarks Source: XDG Base Directory Specification, "All paths must be absolute", else they are to be ignored.
 */
function cacheFolder({ env, home }: Surroundings): string | undefined {
  return [env.XDG_CACHE_HOME ?? '', join(home, '.cache')].find(isAbsolute);
}

function isRoot(
  authority: Authority | undefined,
): authority is SigstoreAuthority {
  return authority?.kind === 'sigstore';
}
