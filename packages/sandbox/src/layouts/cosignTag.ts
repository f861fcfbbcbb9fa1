import type { Digest } from '@countersign/domain';
import { envelopeBytes } from '../minter/content';
import { pem } from '../minter/keys';
import type { LogPromise, RekorEntry, SignedMaterial } from '../minter';
import { mediaTypes, type Descriptor, type Repository } from '../registry';
import { digestTag } from './statement';

/** Media types and annotations of cosign's layers. Source: cosign specs, SIGNATURE_SPEC and ATTESTATION_SPEC. */
const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json';
const dsseEnvelope = 'application/vnd.dsse.envelope.v1+json';

/** The bytes that cosign signs for an image. */
export function simpleSigningPayload(
  subject: Digest,
  dockerReference: string,
): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': dockerReference },
        image: { 'docker-manifest-digest': subject },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  );
}

/**
 * Adds a material to the manifest under cosign's tag of a subject: `.sig` for a message, `.att` for an envelope.
 *
 * @public
 */
export function attachByCosignTag(
  repository: Repository,
  subject: Digest,
  material: SignedMaterial,
  annotations: Record<string, string> = {},
): Descriptor {
  const { content } = material;
  const layer =
    content.type === 'message'
      ? repository.putBlob(content.bytes, simpleSigning)
      : repository.putBlob(envelopeBytes(content.envelope), dsseEnvelope);
  const signature =
    content.type === 'message' ? content.signature.toString('base64') : '';
  return appendLayer(
    repository,
    digestTag(subject, content.type === 'message' ? '.sig' : '.att'),
    {
      ...layer,
      annotations: {
        'dev.cosignproject.cosign/signature': signature,
        ...proofAnnotations(material),
        ...annotations,
      },
    },
  );
}

/** Annotations have room for one promise and one timestamp; entries without a promise do not fit in there. */
function proofAnnotations(material: SignedMaterial): Record<string, string> {
  const { verifier, logEntries, timestamps } = material;
  const promised = logEntries.find(entry => entry.promise);
  const [stamp] = timestamps;
  return {
    ...(verifier.type === 'certificate' && {
      'dev.sigstore.cosign/certificate': pem(
        'CERTIFICATE',
        verifier.certificate,
      ),
      'dev.sigstore.cosign/chain': verifier.chain
        .map(certificate => pem('CERTIFICATE', certificate))
        .join(''),
    }),
    ...(promised?.promise && {
      'dev.sigstore.cosign/bundle': rekorBundle(promised, promised.promise),
    }),
    ...(stamp && {
      'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({
        SignedRFC3161Timestamp: stamp.toString('base64'),
      }),
    }),
  };
}

/** cosign's own form of a log entry: the signed entry timestamp and what it covers, no inclusion proof. */
function rekorBundle(entry: RekorEntry, promise: LogPromise): string {
  return JSON.stringify({
    SignedEntryTimestamp: promise.signedEntryTimestamp.toString('base64'),
    Payload: {
      body: entry.body.toString('base64'),
      integratedTime: promise.integratedTime,
      logIndex: entry.logIndex,
      logID: entry.logId.toString('hex'),
    },
  });
}

function appendLayer(
  repository: Repository,
  tag: string,
  layer: Descriptor,
): Descriptor {
  const existing = repository.resolve(tag);
  const layers: Descriptor[] = existing
    ? JSON.parse(existing.bytes.toString()).layers
    : [];
  const config = {
    architecture: '',
    os: '',
    config: {},
    rootfs: { type: 'layers', diff_ids: [...layers, layer].map(l => l.digest) },
  };
  return repository.putManifest(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: repository.putBlob(
        Buffer.from(JSON.stringify(config)),
        mediaTypes.config,
      ),
      layers: [...layers, layer],
    },
    { tag },
  );
}
