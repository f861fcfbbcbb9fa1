import type { Digest } from '@countersign/domain';
import type { Descriptor, Repository } from '../registry';

/** A signed material as a client finds it: a bundle, and the bytes that it signs where they are not inside. */
export interface FoundMaterial {
  bundle: object;
  bytes?: Buffer;
}

/** Everything that is attached to a digest, read from the layouts and not from what wrote them. */
export function readMaterials(
  repository: Repository,
  subject: Digest,
): FoundMaterial[] {
  const tag = subject.replace(':', '-');
  const layers = ['.sig', '.att'].flatMap(suffix =>
    layersOf(repository, tag + suffix),
  );
  const referrers = repository
    .referrers(subject)
    .flatMap(({ digest }) => layersOf(repository, digest));
  return [
    ...layers.map(layer => bundleOfLayer(repository, layer)),
    ...referrers.map(layer => ({
      bundle: JSON.parse(repository.blobs.get(layer.digest)!.toString()),
    })),
  ];
}

function layersOf(repository: Repository, reference: string): Descriptor[] {
  const manifest = repository.resolve(reference);
  return manifest ? JSON.parse(manifest.bytes.toString()).layers : [];
}

/** What a client makes of one of cosign's layers: a bundle v0.1, whose log entry comes from the annotation. */
export function bundleOfLayer(
  repository: Repository,
  layer: Descriptor,
): FoundMaterial {
  const annotations = layer.annotations ?? {};
  const bytes = repository.blobs.get(layer.digest)!;
  const isEnvelope =
    layer.mediaType === 'application/vnd.dsse.envelope.v1+json';
  const certificate = annotations['dev.sigstore.cosign/certificate'];
  const verificationMaterial = {
    ...(certificate
      ? {
          x509CertificateChain: {
            certificates: [{ rawBytes: withoutArmour(certificate) }],
          },
        }
      : { publicKey: { hint: '' } }),
    tlogEntries: logEntries(annotations['dev.sigstore.cosign/bundle']),
  };
  const mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1';
  if (isEnvelope)
    return {
      bundle: {
        mediaType,
        verificationMaterial,
        dsseEnvelope: JSON.parse(bytes.toString()),
      },
    };
  const digest = Buffer.from(layer.digest.slice(7), 'hex').toString('base64');
  return {
    bytes,
    bundle: {
      mediaType,
      verificationMaterial,
      messageSignature: {
        messageDigest: { algorithm: 'SHA2_256', digest },
        signature: annotations['dev.cosignproject.cosign/signature'],
      },
    },
  };
}

function logEntries(rekorBundle: string | undefined): object[] {
  if (!rekorBundle) return [];
  const rekor = JSON.parse(rekorBundle);
  const { logIndex, logID, integratedTime } = rekor.Payload;
  const body = JSON.parse(Buffer.from(rekor.Payload.body, 'base64').toString());
  return [
    {
      logIndex: String(logIndex),
      logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
      kindVersion: { kind: body.kind, version: body.apiVersion },
      integratedTime: String(integratedTime),
      inclusionPromise: { signedEntryTimestamp: rekor.SignedEntryTimestamp },
      canonicalizedBody: rekor.Payload.body,
    },
  ];
}

function withoutArmour(pem: string) {
  return pem.replace(/-----[^-]+-----|\n/g, '');
}
