import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** Puts the same envelope under the tag of another digest, as anybody with push rights can. */
export async function moveSignature(host: string, from: string, to: string) {
  const [source, target] = [from, to].map(reference => {
    const [repository, digest] = reference.slice(host.length + 1).split('@');
    return { repository, digest, tag: digest.replace(':', '-') };
  });
  const accept = {
    accept:
      'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json',
  };
  const base = `http://${host}/v2`;
  const get = async (path: string) =>
    fetch(`${base}/${path}`, { headers: accept });
  let signature = await get(`${source.repository}/manifests/${source.tag}.sig`);
  let suffix = '.sig';
  if (!signature.ok) {
    const index = await (await listing(get, source)).json();
    signature = await get(
      `${source.repository}/manifests/${index.manifests[0].digest}`,
    );
    suffix = '';
  }
  const manifest = await signature.json();
  for (const { digest } of [manifest.config, ...manifest.layers])
    await fetch(
      `${base}/${target.repository}/blobs/uploads/?mount=${digest}&from=${source.repository}`,
      { method: 'POST' },
    );
  if (manifest.subject) manifest.subject.digest = target.digest;
  const bytes = JSON.stringify(manifest);
  const put = (name: string, body: string, type: string) =>
    fetch(`${base}/${target.repository}/manifests/${name}`, {
      method: 'PUT',
      body,
      headers: { 'content-type': type },
    });
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const stored = await put(
    suffix ? `${target.tag}${suffix}` : digest,
    bytes,
    type,
  );
  assert.equal(stored.status, 201, await stored.text());
  if (suffix) return;
  await put(
    target.tag,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        {
          mediaType: type,
          digest,
          size: bytes.length,
          artifactType: manifest.artifactType,
        },
      ],
    }),
    'application/vnd.oci.image.index.v1+json',
  );
}

async function listing(
  get: (path: string) => Promise<Response>,
  {
    repository,
    digest,
    tag,
  }: { repository: string; digest: string; tag: string },
): Promise<Response> {
  const api = await get(`${repository}/referrers/${digest}`);
  return api.ok ? api : get(`${repository}/manifests/${tag}`);
}
