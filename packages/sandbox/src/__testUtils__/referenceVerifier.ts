import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import {
  toBundle,
  type BundleVersion,
  type KeyPair,
  type SignedMaterial,
  type SigstoreInstance,
  type TrustedRootOptions,
} from '../minter';

export interface ReferenceOptions extends TrustedRootOptions {
  root: SigstoreInstance;
  /** Of a material that a key signed. */
  keys?: KeyPair;
  version?: BundleVersion;
  tlogThreshold?: number;
  timestampThreshold?: number;
}

/** The reference library judges; the minter's own code has no say. */
export function referenceVerify(
  material: SignedMaterial,
  options: ReferenceOptions,
) {
  const root = TrustedRoot.fromJSON(options.root.trustedRoot(options));
  const trust = toTrustMaterial(root, () => ({
    publicKey: options.keys!.publicKey,
    validFor: () => true,
  }));
  const bytes =
    material.content.type === 'message' ? material.content.bytes : undefined;
  const entity = toSignedEntity(
    bundleFromJSON(toBundle(material, options)),
    bytes,
  );
  const { tlogThreshold = 1, timestampThreshold = tlogThreshold } = options;
  return new Verifier(trust, {
    tlogThreshold,
    timestampThreshold,
    ctlogThreshold: 1,
  }).verify(entity);
}

/** @returns the library's code, its words where it has no code, or `accepted`. */
export function referenceRefusal(
  ...args: Parameters<typeof referenceVerify>
): string {
  try {
    referenceVerify(...args);
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'accepted';
}
