import { isDigest } from '@countersign/domain';
import type { Reply } from '../http/Reply';
import { digestOf } from './descriptor';
import { notFound, registryError } from './pull';
import { parseManifest, type Repository } from './Repository';

export function pushManifest(
  repository: Repository,
  reference: string,
  bytes: Buffer,
  mediaType: string | undefined,
): Reply {
  const byDigest = reference.includes(':');
  if (byDigest && digestOf(bytes) !== reference)
    return registryError(400, 'DIGEST_INVALID');
  const manifest = parseManifest(bytes);
  if (!manifest) return registryError(400, 'MANIFEST_INVALID');
  const { digest } = repository.putManifest(bytes, {
    tag: byDigest ? undefined : reference,
    mediaType,
  });
  const subject = manifest.subject?.digest;
  return {
    status: 201,
    headers: {
      location: `/v2/${repository.name}/manifests/${digest}`,
      'docker-content-digest': digest,
      // Tells the client that it need not keep a fallback tag itself.
      ...(repository.referrersApi && subject && { 'oci-subject': subject }),
    },
  };
}

export function deleteManifest(
  repository: Repository,
  reference: string,
): Reply {
  return repository.delete(reference) ? { status: 202 } : notFound.manifest();
}

export function deleteBlob(repository: Repository, reference: string): Reply {
  return isDigest(reference) && repository.blobs.delete(reference)
    ? { status: 202 }
    : notFound.blob();
}
