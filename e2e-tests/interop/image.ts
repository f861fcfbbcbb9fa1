import { RegistryStore, pushImage } from '@countersign/sandbox';

/**
 * Pushes a small real image over HTTP.
 *
 * @returns the reference with its digest
 */
export async function push(
  host: string,
  name: string,
  platforms?: string[],
): Promise<string> {
  const image = new RegistryStore().repository(name);
  const { digest } = pushImage(image, {
    files: { 'etc/name': name },
    platforms,
  });
  for (const [blob, bytes] of image.blobs)
    await upload(`http://${host}/v2/${name}/blobs/uploads/`, blob, bytes);
  // What an index lists was stored before it.
  for (const [manifest, { bytes, mediaType }] of image.manifests)
    await expect(
      201,
      await fetch(
        `http://${host}/v2/${name}/manifests/${
          manifest === digest ? 'v1' : manifest
        }`,
        { method: 'PUT', body: bytes, headers: { 'content-type': mediaType } },
      ),
    );
  return `${host}/${name}@${digest}`;
}

async function upload(address: string, digest: string, bytes: Uint8Array) {
  const started = await expect(202, await fetch(address, { method: 'POST' }));
  const target = new URL(started.headers.get('location') ?? '', address);
  target.searchParams.set('digest', digest);
  await expect(
    201,
    await fetch(target, {
      method: 'PUT',
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  );
}

async function expect(status: number, response: Response): Promise<Response> {
  if (response.status !== status)
    throw new Error(`${response.status} ${await response.text()}`);
  return response;
}
