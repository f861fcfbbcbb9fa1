import type { Digest } from '@countersign/domain';
import { bundleMediaType, type BundleJson } from '../minter';
import { mediaTypes, type Descriptor, type Repository } from '../registry';
import { digestTag } from './statement';

/**
 * Attaches a bundle as an OCI 1.1 referrer, as cosign 3 does. Where the repository has no Referrers API, the fallback
 * tag is kept too, as clients must (OCI distribution 1.1, "Pushing Manifests with Subject").
 *
 * @public
 */
export function attachBundle(
  repository: Repository,
  subject: Digest,
  bundle: BundleJson | Uint8Array,
  options: { predicateType?: string; fallbackTag?: boolean } = {},
): Descriptor {
  const bytes =
    bundle instanceof Uint8Array ? bundle : Buffer.from(JSON.stringify(bundle));
  const annotations = {
    'dev.sigstore.bundle.content': options.predicateType
      ? 'dsse-envelope'
      : 'message-signature',
    ...(options.predicateType && {
      'dev.sigstore.bundle.predicateType': options.predicateType,
    }),
  };
  const referrer = repository.putManifest({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: bundleMediaType,
    config: repository.putBlob(Buffer.from('{}'), mediaTypes.empty),
    layers: [repository.putBlob(bytes, bundleMediaType)],
    subject: subjectDescriptor(repository, subject),
    annotations,
  });
  const described = { ...referrer, artifactType: bundleMediaType, annotations };
  if (options.fallbackTag || !repository.referrersApi)
    addToFallbackTag(repository, subject, described);
  return described;
}

function subjectDescriptor(
  repository: Repository,
  subject: Digest,
): Descriptor {
  const manifest = repository.resolve(subject);
  return {
    mediaType: manifest?.mediaType ?? mediaTypes.manifest,
    digest: subject,
    size: manifest?.bytes.length ?? 0,
  };
}

function addToFallbackTag(
  repository: Repository,
  subject: Digest,
  referrer: Descriptor,
) {
  const tag = digestTag(subject, '');
  const existing = repository.resolve(tag);
  const manifests: Descriptor[] = existing
    ? JSON.parse(existing.bytes.toString()).manifests
    : [];
  repository.putManifest(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.index,
      manifests: [...manifests, referrer],
    },
    { tag },
  );
}
