import type { IndexChild } from '@countersign/domain';
import { LimitError } from '../LookError';
import type { Limits } from '../limits';
import type { Descriptor, Manifest } from '../oci';

/**
 * What an index lists, by its hashed bytes (S8.2); `undefined` for what is no index.
 *
 * @throws LimitError where it lists too much: half a list would let the other half go unseen
 */
export function childrenOf(
  { isIndex, manifests }: Manifest,
  limits: Limits,
  what: string,
): IndexChild[] | undefined {
  if (!isIndex) return undefined;
  const { indexChildren: most } = limits;
  if (manifests.length > most)
    throw new LimitError(
      'indexChildren',
      `${what} lists more than ${most} manifests.`,
    );
  return manifests.map(descriptor => ({
    digest: descriptor.digest,
    mediaType: descriptor.mediaType,
    ...(descriptor.platform && { platform: nameOf(descriptor.platform) }),
    isRunnable: isRunnable(descriptor),
  }));
}

const unknown = 'unknown';

/**
 * Attestation manifests are listed for a platform that no machine has, and only that makes them safe to leave out: a
 * runtime picks by platform and not by the annotation `vnd.docker.reference.type`, so that a child which carries it and
 * names a real platform, or none, can still be what runs.
 *
 * @remarks Sources: BuildKit, attestation storage; containerd and containers/image, choice of a manifest in an index.
 */
export function isRunnable({ platform }: Descriptor): boolean {
  return platform?.os !== unknown || platform.architecture !== unknown;
}

function nameOf(platform: NonNullable<Descriptor['platform']>): string {
  const { os, architecture, variant } = platform;
  return [os, architecture, variant].filter(Boolean).join('/');
}
