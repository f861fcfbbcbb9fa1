import type { Digest } from '@countersign/domain';
import type {
  Descriptor,
  FetchedManifest,
  OciRepository,
  Referrers,
} from '../oci';
import { kindsOfManifest } from '../kinds';
import { LimitError, lookError } from '../LookError';
import { childrenOf } from './children';
import { fairOrder } from './fairOrder';
import { holdsOnlySignatures, mayHoldSignatures } from './layouts';
import type { Look } from './Look';
import {
  openManifest,
  readInTurn,
  smallFirst,
  unreadable,
  type Place,
  type SignedLayer,
} from './signedLayers';

/** Where material can lie in a repository, in the order in which it is looked for. */
export const repositorySources = [
  'referrers-api',
  'referrers-tag',
  'cosign-sig-tag',
  'cosign-att-tag',
] as const;

const cosignTags = [
  ['cosign-sig-tag', 'sig'],
  ['cosign-att-tag', 'att'],
] as const;

/**
 * Looks at every place in a repository where signed material of a digest can lie (S1.2). Nothing throws but mistakes
 * of this program.
 */
export async function collectFromRepository(
  repository: OciRepository,
  look: Look,
): Promise<void> {
  let found: FetchedManifest | undefined;
  await look.at('subject', async () => {
    found = await readSubject(repository, look.subject);
    return true;
  });
  if (!found) {
    look.neverReached(repositorySources);
    return;
  }
  const subject = found;
  look.canBe(kindsOfManifest(subject));
  await look.part('subject', async () =>
    look.lists(
      childrenOf(subject, look.limits, `${repository.name}@${look.subject}`),
    ),
  );
  const tag = look.subject.replace(':', '-');
  const seen = new Set<Digest>();
  await look.at('referrers-api', async () => {
    const referrers = await repository.referrers(look.subject);
    if (!referrers) return false;
    const places = { repository, look, source: 'referrers-api' } as const;
    await readReferrers(places, referrers, seen);
    return true;
  });
  await look.at('referrers-tag', async () => {
    const index = await repository.manifest(tag);
    if (!index) return false;
    if (!index.isIndex) throw unreadable(repository, `${tag} is not an index`);
    const places = { repository, look, source: 'referrers-tag' } as const;
    await readReferrers(places, index, seen);
    return true;
  });
  for (const [source, suffix] of cosignTags)
    await look.at(source, async () => {
      const places = { repository, look, source };
      const manifest = await repository.manifest(`${tag}.${suffix}`);
      if (!manifest) return false;
      const layers = await openManifest(places, manifest, true);
      await readInTurn(places, [layers]);
      return true;
    });
}

async function readSubject(repository: OciRepository, subject: Digest) {
  const manifest = await repository.manifest(subject);
  if (manifest?.problem) throw manifest.problem;
  if (manifest) return manifest;
  throw lookError(
    'artifact-not-found',
    'configuration',
    `${repository.name} has nothing at ${subject}.`,
  );
}

/**
 * The first small layer of each referrer is read as soon as the referrer is opened, and all others afterwards: one
 * manifest can list hundreds of layers, or a few huge ones, and must not take the places of all that are listed behind
 * it (S5.2).
 */
async function readReferrers(
  place: Place,
  { manifests, problem }: Referrers,
  seen: Set<Digest>,
) {
  const { repository, look, source } = place;
  const candidates = smallFirst(
    fairOrder(
      manifests.filter(({ artifactType }) => mayHoldSignatures(artifactType)),
    ),
    look,
  );
  const { referrers: most } = look.limits;
  const later: SignedLayer[][] = [];
  for (const referrer of candidates.slice(0, most)) {
    if (look.isFull(source)) break;
    if (seen.has(referrer.digest)) continue;
    seen.add(referrer.digest);
    await look.part(source, async () => {
      const layers = await openReferrer(place, referrer);
      if (layers.length > 0 && look.isSmall(layers[0].size))
        await readInTurn(place, [layers.splice(0, 1)]);
      later.push(layers);
    });
  }
  await readInTurn(place, later);
  if (candidates.length > most)
    throw new LimitError(
      'referrers',
      `${repository.name} lists more than ${most} referrers of one digest that may be signatures.`,
    );
  if (problem) throw problem;
}

async function openReferrer(
  place: Place,
  { digest, size }: Descriptor,
): Promise<SignedLayer[]> {
  const { repository } = place;
  const manifest = await repository.manifest(digest, size);
  if (!manifest)
    throw lookError(
      'malformed',
      'material',
      `${repository.name} lists the referrer ${digest} and does not have it.`,
    );
  const { artifactType } = manifest;
  return mayHoldSignatures(artifactType)
    ? openManifest(place, manifest, holdsOnlySignatures(artifactType))
    : [];
}
