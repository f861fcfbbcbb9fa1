import type { ArtifactKind } from '@countersign/domain';
import type { Descriptor, Manifest } from '../oci';
import { detectors } from './detectors';
import { isRunnable } from '../material/children';

/**
 * The kinds of artifact that a manifest can be, by the hashed bytes of the manifest itself (S3.1).
 *
 * What a runtime would run is an image, whatever else the manifest says of itself and whatever was put beside its
 * layers. Else its own type and that of its configuration have to agree, and where neither says anything, all of its
 * layers: one layer among others can be put there to make it look like something else.
 *
 * @returns in the order of the kinds; empty for what contradicts itself; `undefined` where nothing is certain
 */
export function kindsOfManifest(
  manifest: Manifest,
): ArtifactKind[] | undefined {
  if (manifest.isIndex) return kindsOfIndex(manifest);
  const { layers, configType, artifactType } = manifest;
  const ofLayers = agreedOn(layers.map(({ mediaType }) => kindOf(mediaType)));
  if (kindOf(configType) === 'container-image')
    return ofImage(manifest, ofLayers);
  const named = [configType, artifactType].flatMap(type => kindOf(type) ?? []);
  if (named.length === 0) return ofLayers && [ofLayers];
  const agreed = agreedOn(named);
  return agreed ? [agreed] : [];
}

/** Some tools borrow an image's configuration for what holds no layer that a runtime would unpack. */
function ofImage(
  { layers }: Manifest,
  ofLayers: ArtifactKind | undefined,
): ArtifactKind[] | undefined {
  if (isTektonBundle(layers)) return ['container-image', 'pipeline-definition'];
  if (layers.length === 0 || layers.some(isImageLayer))
    return ['container-image'];
  return ofLayers && [ofLayers];
}

/** An index that says nothing of itself is an image where it lists platforms; the rest is what its children are. */
function kindsOfIndex({
  mediaType,
  artifactType,
  manifests,
}: Manifest): ArtifactKind[] | undefined {
  const named = kindOf(artifactType) ?? kindOf(mediaType);
  if (named) return [named];
  const runnable = manifests.filter(isRunnable);
  const isImage =
    artifactType === undefined &&
    runnable.length > 0 &&
    runnable.every(child => child.platform && child.artifactType === undefined);
  return isImage ? ['container-image'] : undefined;
}

function kindOf(mediaType: string | undefined): ArtifactKind | undefined {
  const type = mediaType?.split(';', 1)[0].trim().toLowerCase();
  if (type === undefined) return undefined;
  for (const [kind, { mediaTypes }] of detectors)
    if (
      mediaTypes.some(one =>
        one.endsWith('.') ? type.startsWith(one) : one === type,
      )
    )
      return kind;
  return undefined;
}

function agreedOn(
  kinds: (ArtifactKind | undefined)[],
): ArtifactKind | undefined {
  return kinds.every(kind => kind === kinds[0]) ? kinds[0] : undefined;
}

const imageLayer =
  /^application\/vnd\.(oci\.image\.layer|docker\.image\.rootfs)\./i;

function isImageLayer({ mediaType }: Descriptor): boolean {
  return imageLayer.test(mediaType);
}

const tektonAnnotations = ['name', 'kind', 'apiVersion'].map(
  part => `dev.tekton.image.${part}`,
);
const mostTektonLayers = 20;
/** No pipeline is as long, and hardly any program as short: annotations alone make no bundle of an image. */
const mostTektonBytes = 64 * 1024;

/**
 * Tekton's bundles cannot be told from images but by what stands at their layers, so that they can be called either.
 *
 * @remarks Source: Tekton Bundle Contract v0.1.
 */
function isTektonBundle(layers: Descriptor[]): boolean {
  return (
    layers.length > 0 &&
    layers.length <= mostTektonLayers &&
    layers.every(
      ({ size, annotations }) =>
        size <= mostTektonBytes &&
        tektonAnnotations.every(name => Object.hasOwn(annotations, name)),
    )
  );
}
