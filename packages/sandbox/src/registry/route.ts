/** What a path under `/v2/` asks for (OCI distribution 1.1, "Endpoints"). */
export type Route =
  | { kind: 'version' }
  | { kind: 'manifest'; repository: string; reference: string }
  | { kind: 'blob'; repository: string; reference: string }
  | { kind: 'upload'; repository: string; upload: string }
  | { kind: 'tags'; repository: string }
  | { kind: 'referrers'; repository: string; reference: string };

const name = '([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)';
const upload = new RegExp(`^/v2/${name}/blobs/uploads/([^/]*)$`);
const content = new RegExp(`^/v2/${name}/(manifests|blobs|referrers)/([^/]+)$`);
const tags = new RegExp(`^/v2/${name}/tags/list$`);

export function routeOf(path: string): Route | undefined {
  if (path === '/v2/' || path === '/v2') return { kind: 'version' };
  const uploading = upload.exec(path);
  if (uploading)
    return { kind: 'upload', repository: uploading[1], upload: uploading[2] };
  const listing = tags.exec(path);
  if (listing) return { kind: 'tags', repository: listing[1] };
  const match = content.exec(path);
  if (!match) return undefined;
  const [, repository, noun, reference] = match;
  if (noun === 'referrers') return { kind: 'referrers', repository, reference };
  return {
    kind: noun === 'manifests' ? 'manifest' : 'blob',
    repository,
    reference,
  };
}
