import type { MaterialFormat } from '@countersign/domain';

const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json';
const dsseEnvelope = 'application/vnd.dsse.envelope.v1+json';

/** `application/vnd.dev.sigstore.bundle+json;version=0.1`, `application/vnd.dev.sigstore.bundle.v0.3+json`, ... */
const sigstoreBundle = /^application\/vnd\.dev\.sigstore\.bundle[.+;]/;

/** Signatures of other systems: that somebody signed must not read as "nothing there". */
const foreignSignature =
  /^application\/(?:vnd\.cncf\.notary\.|jose\+json|cose$)/;

/**
 * How a layer of signed material is to be read; `undefined` for layers that are no signatures.
 *
 * @remarks Sources: cosign SIGNATURE_SPEC, ATTESTATION_SPEC and BUNDLE_SPEC.
 */
export function formatOfLayer(mediaType: string): MaterialFormat | undefined {
  if (mediaType === simpleSigning) return 'cosign-signature';
  if (mediaType === dsseEnvelope) return 'cosign-attestation';
  if (sigstoreBundle.test(mediaType)) return 'sigstore-bundle';
  return foreignSignature.test(mediaType) ? 'unknown' : undefined;
}

const inToto = 'application/vnd.in-toto+json';

const signedArtifactTypes = new Set([
  'application/vnd.dev.cosign.artifact.sig.v1+json',
  inToto,
  simpleSigning,
  dsseEnvelope,
]);

/** Types that say nothing about what a manifest holds: it has to be opened. */
const emptyArtifactTypes = new Set([
  'application/vnd.oci.empty.v1+json',
  'application/vnd.oci.image.config.v1+json',
]);

/** Whether a referrer may hold signed material. One without a type is opened, never guessed to be something else. */
export function mayHoldSignatures(artifactType: string | undefined): boolean {
  return (
    artifactType === undefined ||
    emptyArtifactTypes.has(artifactType) ||
    signedArtifactTypes.has(artifactType) ||
    sigstoreBundle.test(artifactType) ||
    foreignSignature.test(artifactType)
  );
}

/** Whether a type says by itself that a referrer holds signed material. */
export function isSignatureType(artifactType: string | undefined): boolean {
  return (
    artifactType !== undefined &&
    mayHoldSignatures(artifactType) &&
    !emptyArtifactTypes.has(artifactType)
  );
}

/**
 * Whether every layer of a manifest must be signed material, so that one of an unknown type is a signature that cannot
 * be read. Statements of the in-toto type also lie about without any signature.
 */
export function holdsOnlySignatures(artifactType: string | undefined): boolean {
  return artifactType !== inToto && isSignatureType(artifactType);
}
