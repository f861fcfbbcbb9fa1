import type { MaterialFormat, MaterialSource } from '@countersign/domain';
import { LimitError, lookError } from '../LookError';
import type { Descriptor, FetchedManifest, OciRepository } from '../oci';
import { formatOfLayer } from './layouts';
import type { Look } from './Look';
import { toMaterial } from './Material';
import { takingTurns } from './takingTurns';

/** Where something was found, and for which look. */
export interface Place {
  repository: OciRepository;
  look: Look;
  source: MaterialSource;
}

/** A layer that is signed material, and how it is to be read. */
export type SignedLayer = Descriptor & { format: MaterialFormat };

/**
 * The layers of a manifest that are signed material, small ones first. What hides others is noted.
 *
 * @param allAreSignatures - the manifest as a whole is signed material, so that a layer of an unknown type is material
 * that cannot be read, not something else
 */
export async function openManifest(
  { repository, look, source }: Place,
  manifest: FetchedManifest,
  allAreSignatures: boolean,
): Promise<SignedLayer[]> {
  // Layers are what is read; an index in their place holds something that was not looked at.
  if (allAreSignatures && manifest.isIndex)
    throw unreadable(repository, `${manifest.digest} is an index`);
  look.opened(source, manifest.size);
  const { layers: most } = look.limits;
  await look.part(source, async () => {
    if (manifest.layers.length > most)
      throw new LimitError(
        'layers',
        `${manifest.digest} in ${repository.name} has more than ${most} layers.`,
      );
    if (manifest.problem) throw manifest.problem;
  });
  return smallFirst(manifest.layers.slice(0, most), look).flatMap(layer => {
    const format =
      formatOfLayer(layer.mediaType) ??
      (allAreSignatures ? 'unknown' : undefined);
    return format === undefined ? [] : [{ ...layer, format }];
  });
}

/** Reads the first of each list, then the second of each; what is large is read last. */
export async function readInTurn(place: Place, layers: SignedLayer[][]) {
  const { look, source } = place;
  for (const layer of smallFirst(takingTurns(layers), look))
    await look.part(source, () => readLayer(place, layer));
}

async function readLayer(
  { repository, look, source }: Place,
  { format, ...layer }: SignedLayer,
) {
  look.reserve(source, format === 'unknown' ? 0 : layer.size);
  look.add(
    toMaterial({
      source,
      format,
      mediaType: layer.mediaType,
      // Nobody here can read an unknown layer, so that it is there is all that is kept of it.
      bytes:
        format === 'unknown'
          ? Buffer.from(JSON.stringify({ layer: layer.digest }))
          : await repository.blob(layer),
      annotations: layer.annotations,
    }),
  );
}

export function smallFirst<T extends { size: number }>(
  things: T[],
  look: Look,
): T[] {
  const isSmall = ({ size }: T) => look.isSmall(size);
  return [
    ...things.filter(isSmall),
    ...things.filter(thing => !isSmall(thing)),
  ];
}

export function unreadable(repository: OciRepository, why: string) {
  return lookError(
    'unsupported-format',
    'material',
    `Signed material of ${repository.name} cannot be read: ${why}.`,
  );
}
