import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pushImage } from '../images';
import { digestOf, mediaTypes, startRegistry, type Registry } from '.';
import { PortBusyError } from '../http';

const bytes = Buffer.from('the bytes of a layer');
const digest = digestOf(bytes);

describe('startRegistry', () => {
  let registry: Registry;
  let url: string;

  beforeEach(async () => {
    registry = await startRegistry({ referrersPageSize: 2 });
    url = `http://${registry.host}`;
  });

  afterEach(() => registry.close());

  const json = async (path: string) => (await fetch(url + path)).json();

  async function upload(repository: string, content: Buffer) {
    const begun = await fetch(`${url}/v2/${repository}/blobs/uploads/`, {
      method: 'POST',
    });
    expect(begun.status).toBe(202);
    const location = url + begun.headers.get('location');
    return fetch(`${location}?digest=${digestOf(content)}`, {
      method: 'PUT',
      body: new Uint8Array(content),
    });
  }

  function putManifest(repository: string, reference: string, body: object) {
    return fetch(`${url}/v2/${repository}/manifests/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': mediaTypes.manifest },
      body: JSON.stringify(body),
    });
  }

  it('says that it speaks the distribution protocol', async () => {
    const response = await fetch(`${url}/v2/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('docker-distribution-api-version')).toBe(
      'registry/2.0',
    );
  });

  it('takes a blob in one, two and many requests, and gives it back', async () => {
    const one = await fetch(`${url}/v2/a/one/blobs/uploads/?digest=${digest}`, {
      method: 'POST',
      body: new Uint8Array(bytes),
    });
    expect(one.status).toBe(201);
    expect((await upload('a/two', bytes)).status).toBe(201);

    const begun = await fetch(`${url}/v2/a/many/blobs/uploads/`, {
      method: 'POST',
    });
    let location = begun.headers.get('location')!;
    for (const part of [bytes.subarray(0, 5), bytes.subarray(5)]) {
      const patched = await fetch(url + location, {
        method: 'PATCH',
        body: new Uint8Array(part),
      });
      expect(patched.status).toBe(202);
      location = patched.headers.get('location')!;
    }
    const status = await fetch(url + location);
    expect(status.headers.get('range')).toBe(`0-${bytes.length - 1}`);
    const done = await fetch(`${url}${location}?digest=${digest}`, {
      method: 'PUT',
    });
    expect(done.status).toBe(201);

    for (const name of ['one', 'two', 'many']) {
      const pulled = await fetch(`${url}/v2/a/${name}/blobs/${digest}`);
      expect(Buffer.from(await pulled.arrayBuffer())).toEqual(bytes);
    }
  });

  it('mounts a blob from another repository', async () => {
    registry.repository('a/from').putBlob(bytes);
    const mounted = await fetch(
      `${url}/v2/a/to/blobs/uploads/?mount=${digest}&from=a/from`,
      { method: 'POST' },
    );
    expect(mounted.status).toBe(201);
    expect(registry.repository('a/to').blobs.has(digest)).toBe(true);
  });

  it('refuses bytes that are not what their digest says', async () => {
    const blob = await fetch(`${url}/v2/a/b/blobs/uploads/?digest=${digest}`, {
      method: 'POST',
      body: 'other bytes',
    });
    expect(blob.status).toBe(400);
    expect((await putManifest('a/b', digest, {})).status).toBe(400);
  });

  it('serves a manifest by tag and digest, and HEAD without a body', async () => {
    const image = pushImage(registry.repository('a/b'), { tag: '1.0.0' });
    for (const reference of ['1.0.0', image.digest]) {
      const path = `${url}/v2/a/b/manifests/${reference}`;
      const got = await fetch(path);
      const body = Buffer.from(await got.arrayBuffer());
      expect(digestOf(body)).toBe(image.digest);
      expect(got.headers.get('docker-content-digest')).toBe(image.digest);
      const head = await fetch(path, { method: 'HEAD' });
      expect(head.headers.get('content-length')).toBe(String(body.length));
      expect(head.headers.get('content-type')).toBe(mediaTypes.manifest);
    }
  });

  it('pages tags by n and last', async () => {
    const repository = registry.repository('a/b');
    for (const tag of ['c', 'a', 'b']) pushImage(repository, { tag });
    const first = await fetch(`${url}/v2/a/b/tags/list?n=2`);
    expect(await first.json()).toEqual({ name: 'a/b', tags: ['a', 'b'] });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1];
    const second = await fetch(url + next);
    expect(await second.json()).toEqual({ name: 'a/b', tags: ['c'] });
    expect(second.headers.get('link')).toBeNull();
  });

  describe('Referrers API', () => {
    async function pushReferrers(count: number) {
      const subject = pushImage(registry.repository('a/b'), { tag: 'x' });
      let answer: Response | undefined;
      for (let i = 0; i < count; i++)
        answer = await putManifest('a/b', `r${i}`, {
          schemaVersion: 2,
          mediaType: mediaTypes.manifest,
          artifactType: `application/type-${i % 2}`,
          config: { mediaType: mediaTypes.empty, digest, size: 2 },
          layers: [],
          subject,
          annotations: { number: String(i) },
        });
      return { subject, answer };
    }

    it('lists in pages and filters', async () => {
      const { subject, answer } = await pushReferrers(5);
      expect(answer!.headers.get('oci-subject')).toBe(subject.digest);
      const path = `${url}/v2/a/b/referrers/${subject.digest}`;
      const seen: string[] = [];
      let next: string | undefined = path;
      while (next) {
        const page: Response = await fetch(next);
        expect(page.headers.get('content-type')).toBe(mediaTypes.index);
        for (const each of (await page.json()).manifests)
          seen.push(each.annotations.number);
        const link = /<([^>]+)>/.exec(page.headers.get('link') ?? '');
        next = link ? url + link[1] : undefined;
      }
      expect(seen).toEqual(['0', '1', '2', '3', '4']);

      const filtered = await fetch(`${path}?artifactType=application/type-1`);
      expect(filtered.headers.get('oci-filters-applied')).toBe('artifactType');
      expect((await filtered.json()).manifests).toHaveLength(2);
    });

    it('answers an unknown subject with an empty list', async () => {
      registry.repository('a/b');
      expect(await json(`/v2/a/b/referrers/${digest}`)).toMatchObject({
        manifests: [],
      });
    });

    it('is 404 where switched off, and promises nothing at a push', async () => {
      registry.repository('a/b').referrersApi = false;
      const { subject, answer } = await pushReferrers(1);
      expect(answer!.headers.get('oci-subject')).toBeNull();
      const off = await fetch(`${url}/v2/a/b/referrers/${subject.digest}`);
      expect(off.status).toBe(404);
    });
  });

  it('deletes a tag alone, and a digest with its tags', async () => {
    const repository = registry.repository('a/b');
    const image = pushImage(repository, { tag: 'one' });
    pushImage(repository, { tag: 'two' });
    const remove = (reference: string) =>
      fetch(`${url}/v2/a/b/manifests/${reference}`, { method: 'DELETE' });
    expect((await remove('one')).status).toBe(202);
    expect((await fetch(`${url}/v2/a/b/manifests/two`)).status).toBe(200);
    expect((await remove(image.digest)).status).toBe(202);
    expect((await fetch(`${url}/v2/a/b/manifests/two`)).status).toBe(404);
    expect((await remove(image.digest)).status).toBe(404);
  });

  it('knows neither strange paths nor strange repositories', async () => {
    for (const path of ['/', '/v2/../etc', '/v2/A/manifests/x', '/v2/a/b'])
      expect((await fetch(url + path)).status).toBe(404);
    expect(await json('/v2/no/such/tags/list')).toMatchObject({
      errors: [{ code: 'NAME_UNKNOWN' }],
    });
  });

  it('records what it was asked', async () => {
    pushImage(registry.repository('a/b'), { tag: 'x' });
    const heard: string[] = [];
    const stop = registry.requests.subscribe(r => heard.push(r.path));
    await fetch(`${url}/v2/a/b/manifests/x`, {
      headers: { authorization: 'Basic c2VjcmV0' },
    });
    stop();
    await fetch(`${url}/v2/a/c/manifests/x`);
    expect(registry.requests.list('a/b')).toEqual([
      {
        method: 'GET',
        path: '/v2/a/b/manifests/x',
        repository: 'a/b',
        status: 200,
        authorization: 'Basic',
      },
    ]);
    expect(heard).toEqual(['/v2/a/b/manifests/x']);
  });

  it('says which port is busy and which setting changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => {
      other.once('listening', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const failure = await startRegistry({ port }).catch(error => error);
    expect(failure).toBeInstanceOf(PortBusyError);
    expect(failure.message).toBe(
      `Port ${port} on 127.0.0.1 is in use: end what listens there, or set sandbox.registryPort to another port.`,
    );
    other.close();
  });
});
