import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import type { TrustedRootOptions } from '@countersign/sandbox';
import { sigstore } from './minted';

function trustOf(trusting: TrustedRootOptions) {
  const root = sigstore.trustedRoot(trusting);
  return toTrustMaterial(TrustedRoot.fromJSON(root));
}

const usualTrust = trustOf({});

/**
 * The reference library's verdict by itself, under the root of the tests: `undefined` where it accepts, else why not.
 * An error of any class is a refusal.
 */
export function libraryRefusal(
  document: Uint8Array,
  artifact?: Uint8Array,
  trusting?: TrustedRootOptions,
): string | undefined {
  try {
    const json: SerializedBundle = JSON.parse(Buffer.from(document).toString());
    const entity = toSignedEntity(
      bundleFromJSON(json),
      artifact && Buffer.from(artifact),
    );
    const trust = trusting ? trustOf(trusting) : usualTrust;
    new Verifier(trust, {
      tlogThreshold: 1,
      ctlogThreshold: 1,
      timestampThreshold: 1,
    }).verify(entity);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
