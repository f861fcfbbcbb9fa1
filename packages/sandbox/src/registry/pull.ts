import { isDigest } from '@countersign/domain';
import { jsonReply, type Reply } from '../http/Reply';
import { mediaTypes } from './descriptor';
import type { Repository } from './Repository';

export function registryError(status: number, code: string): Reply {
  return jsonReply(status, { errors: [{ code, message: code }] });
}

export const notFound = {
  repository: () => registryError(404, 'NAME_UNKNOWN'),
  manifest: () => registryError(404, 'MANIFEST_UNKNOWN'),
  blob: () => registryError(404, 'BLOB_UNKNOWN'),
};

export function pullManifest(repository: Repository, reference: string): Reply {
  const manifest = repository.resolve(reference);
  if (!manifest) return notFound.manifest();
  return {
    status: 200,
    headers: {
      'content-type': manifest.mediaType,
      'docker-content-digest': manifest.digest,
    },
    body: manifest.bytes,
  };
}

export function pullBlob(repository: Repository, reference: string): Reply {
  const bytes = isDigest(reference) && repository.blobs.get(reference);
  if (!bytes) return notFound.blob();
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'docker-content-digest': reference,
    },
    body: bytes,
  };
}

/** Tags in lexical order, after `last`, at most `n`. */
export function listTags(
  repository: Repository,
  query: URLSearchParams,
): Reply {
  const last = query.get('last') ?? '';
  const after = [...repository.tags.keys()].sort().filter(tag => tag > last);
  const page = after.slice(0, positive(query.get('n')) ?? after.length);
  const more = page.length > 0 && page.length < after.length;
  const next = new URLSearchParams({
    n: query.get('n') ?? '',
    last: page[page.length - 1] ?? '',
  });
  return jsonReply(
    200,
    { name: repository.name, tags: page },
    more ? nextLink(`/v2/${repository.name}/tags/list?${next}`) : {},
  );
}

/** Referrers in pages of the server's choice, as registries with many do. */
export function listReferrers(
  repository: Repository,
  reference: string,
  query: URLSearchParams,
  pageSize: number,
): Reply {
  if (!repository.referrersApi) return registryError(404, 'NOT_FOUND');
  if (!isDigest(reference)) return registryError(400, 'DIGEST_INVALID');
  const wanted = query.get('artifactType');
  const all = repository
    .referrers(reference)
    .filter(({ artifactType }) => !wanted || artifactType === wanted);
  const start = positive(query.get('after')) ?? 0;
  const end = start + pageSize;
  const next = new URLSearchParams({ after: String(end) });
  if (wanted) next.set('artifactType', wanted);
  return jsonReply(
    200,
    {
      schemaVersion: 2,
      mediaType: mediaTypes.index,
      manifests: all.slice(start, end),
    },
    {
      'content-type': mediaTypes.index,
      ...(wanted && { 'oci-filters-applied': 'artifactType' }),
      ...(end < all.length &&
        nextLink(`/v2/${repository.name}/referrers/${reference}?${next}`)),
    },
  );
}

function nextLink(path: string): Record<string, string> {
  return {
    link: `<${path}>; rel="next"`,
  };
}

function positive(text: string | null): number | undefined {
  const number = Number(text ?? NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
