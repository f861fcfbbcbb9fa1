import type { FileReference } from '../reference';

/** By its name: what an entity calls it could only hide what is there. */
const manifestName = /\.ya?ml$/i;

/** Whether a file may be a Kubernetes manifest, which can carry its signature in its own annotations. */
export function mayBeManifest({ repository }: FileReference): boolean {
  return manifestName.test(repository);
}

const annotationPrefix = Buffer.from('cosign.sigstore.dev/');

/**
 * Whether any of the annotations of a signed manifest are there. Names that YAML can write in another way (escapes in
 * quotes) are not found; no signer writes them so, and an unfound signature proves nothing.
 */
export function holdsSignature(manifest: Buffer): boolean {
  return manifest.includes(annotationPrefix);
}
