import type { SignedContent } from './content';
import { sha256 } from './keys';
import type { RekorEntry } from './LogEntry';
import { digestJson } from './rekorBodyV2';
import type { SignedMaterial } from './signing';

/**
 * The media type of the bundles that are made here, unless an older form is asked for.
 *
 * @public
 */
export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * Versions of bundles. `0.3` is named in the media type itself, the older ones are its parameter.
 *
 * @public
 */
export type BundleVersion = '0.1' | '0.2' | '0.3';

const mediaTypes: Record<BundleVersion, string> = {
  '0.1': 'application/vnd.dev.sigstore.bundle+json;version=0.1',
  '0.2': 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  '0.3': bundleMediaType,
};

/**
 * A Sigstore bundle, as JSON holds it.
 *
 * @remarks Source: Sigstore protobuf-specs, `sigstore_bundle.proto`.
 * @public
 */
export interface BundleJson {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    x509CertificateChain?: { certificates: { rawBytes: string }[] };
    publicKey?: { hint: string };
    tlogEntries: object[];
    timestampVerificationData?: {
      rfc3161Timestamps: { signedTimestamp: string }[];
    };
  };
  dsseEnvelope?: object;
  messageSignature?: object;
}

/**
 * Puts a signed material into a bundle.
 *
 * @public
 */
export function toBundle(
  material: SignedMaterial,
  options: { version?: BundleVersion } = {},
): BundleJson {
  const { version = '0.3' } = options;
  return {
    mediaType: mediaTypes[version],
    verificationMaterial: {
      ...verifierJson(material.verifier, version),
      tlogEntries: material.logEntries.map(logEntryJson),
      ...(material.timestamps.length > 0 && {
        timestampVerificationData: {
          rfc3161Timestamps: material.timestamps.map(stamp => ({
            signedTimestamp: stamp.toString('base64'),
          })),
        },
      }),
    },
    ...contentJson(material.content),
  };
}

function verifierJson(
  verifier: SignedMaterial['verifier'],
  version: BundleVersion,
) {
  if (verifier.type === 'key') {
    // cosign's hint: SHA-256 of the public key's DER form.
    const hint = sha256(verifier.spki).toString('base64');
    return { publicKey: { hint } };
  }
  const rawBytes = verifier.certificate.toString('base64');
  return version === '0.3'
    ? { certificate: { rawBytes } }
    : { x509CertificateChain: { certificates: [{ rawBytes }] } };
}

function contentJson(content: SignedContent) {
  if (content.type === 'dsse') return { dsseEnvelope: content.envelope };
  return {
    messageSignature: {
      messageDigest: digestJson(content.hash, content.digest),
      signature: content.signature.toString('base64'),
    },
  };
}

/** A log entry as bundles hold it, and as Rekor v2 answers. */
export function logEntryJson(entry: RekorEntry) {
  const { promise, inclusionProof: proof } = entry;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: entry.logId.toString('base64') },
    kindVersion: { kind: entry.kind, version: entry.version },
    ...(promise && {
      integratedTime: String(promise.integratedTime),
      inclusionPromise: {
        signedEntryTimestamp: promise.signedEntryTimestamp.toString('base64'),
      },
    }),
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: proof.rootHash.toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(hash => hash.toString('base64')),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body.toString('base64'),
  };
}
