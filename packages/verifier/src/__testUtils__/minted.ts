import type { Digest, MaterialFormat } from '@countersign/domain';
import {
  attachByCosignTag,
  generateKeyPair,
  pushImage,
  RegistryStore,
  SigstoreInstance,
  toBundle,
  workflowIdentity,
  type BundleVersion,
  type CertificateIdentity,
  type KeyPair,
  type SignedMaterial,
  type SigningOptions,
  type Statement,
  type TrustedRootOptions,
} from '@countersign/sandbox';
import { toMaterial, type Material } from '../material/Material';
import { sigstoreAuthority } from '../trust';
import {
  verifyMaterial,
  type VerificationContext,
} from '../verification/verifyMaterial';
import type { Authority } from '../trust';

export const signedAt = new Date('2026-03-01T12:00:00Z');
export const now = new Date('2026-03-02T00:00:00Z');
const clock = { now: () => signedAt };

export const sigstore = SigstoreInstance.create({ name: 'acme', clock });
export const stranger = SigstoreInstance.create({ name: 'stranger', clock });
export const acme = sigstoreAuthority('acme', sigstore.trustedRoot());

const repository = new RegistryStore().repository('acme/payments');
/** The image that everything here is about. */
export const subject = pushImage(repository, { tag: 'v1' }).digest as Digest;

export const release: CertificateIdentity = workflowIdentity({
  repository: 'acme/payments',
  ref: 'refs/tags/v1.0.0',
});
export const keys: KeyPair = generateKeyPair();

type Options = Partial<SigningOptions> & { by?: SigstoreInstance };

function options(given: Options): SigningOptions {
  const { by: _, ...rest } = given;
  return { signer: { type: 'certificate', identity: release }, ...rest };
}

export function statement(
  fields: Partial<Record<keyof Statement, unknown>> = {},
): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'acme/payments', digest: { sha256: subject.slice(7) } }],
    predicateType: 'https://spdx.dev/Document',
    predicate: { spdxVersion: 'SPDX-2.3' },
    ...fields,
  };
}

/** An envelope over a statement, or over whatever else is given. */
export function envelope(
  content: object | Uint8Array = statement(),
  given: Options & { payloadType?: string } = {},
): SignedMaterial {
  const { payloadType, ...rest } = given;
  const payload =
    content instanceof Uint8Array
      ? content
      : Buffer.from(JSON.stringify(content));
  return (given.by ?? sigstore).sign(
    {
      type: 'dsse',
      payload,
      ...(payloadType !== undefined && { payloadType }),
    },
    options(rest),
  );
}

/** A signature over bytes: of a file, or of cosign's payload. */
export function message(
  bytes: Uint8Array,
  given: Options = {},
): SignedMaterial {
  return (given.by ?? sigstore).sign(
    { type: 'message', bytes },
    options(given),
  );
}

export function simpleSigning(fields: object = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': 'registry.test/acme/payments' },
        image: { 'docker-manifest-digest': subject },
        type: 'cosign container image signature',
        ...fields,
      },
      optional: null,
    }),
  );
}

/** As a bundle, v0.3 unless it says otherwise. */
export function inBundle(
  signed: SignedMaterial,
  version?: BundleVersion,
): Material {
  return fromBundle(toBundle(signed, { version }));
}

/** acme's authority, with further logs and timestamp authorities, or with other windows. */
export function acmeTrusting(trusting: TrustedRootOptions): Authority {
  return sigstoreAuthority('acme', sigstore.trustedRoot(trusting));
}

export function fromBundle(bundle: object | Uint8Array): Material {
  return toMaterial({
    source: 'referrers-api',
    format: 'sigstore-bundle',
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    bytes:
      bundle instanceof Uint8Array
        ? bundle
        : Buffer.from(JSON.stringify(bundle)),
  });
}

/** As a layer of cosign's `.sig` or `.att` manifest. */
export function inLayer(signed: SignedMaterial): Material {
  const scratch = new RegistryStore().repository('scratch');
  attachByCosignTag(scratch, subject, signed);
  const signature = signed.content.type === 'message';
  const tag = `sha256-${subject.slice(7)}.${signature ? 'sig' : 'att'}`;
  const manifest = JSON.parse(scratch.resolve(tag)?.bytes.toString() ?? '');
  const [layer] = manifest.layers;
  const format: MaterialFormat = signature
    ? 'cosign-signature'
    : 'cosign-attestation';
  return toMaterial({
    source: signature ? 'cosign-sig-tag' : 'cosign-att-tag',
    format,
    mediaType: layer.mediaType,
    bytes: scratch.blobs.get(layer.digest) ?? Buffer.alloc(0),
    annotations: layer.annotations,
  });
}

/** Changes a material as somebody with push rights could: its digest is that of the changed bytes. */
export function changed(
  material: Material,
  change: Partial<
    Pick<
      Material,
      'bytes' | 'annotations' | 'mediaType' | 'format' | 'subjectDigests'
    >
  >,
): Material {
  return toMaterial({ ...material, ...change });
}

/** Changes the JSON of a bundle. */
export function edited(
  material: Material,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  edit: (bundle: any) => void,
): Material {
  const bundle = JSON.parse(Buffer.from(material.bytes).toString());
  edit(bundle);
  return changed(material, { bytes: Buffer.from(JSON.stringify(bundle)) });
}

export function verify(
  material: Material,
  given: Partial<VerificationContext> = {},
) {
  return verifyMaterial(material, { subject, authority: acme, now, ...given });
}
