import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pushImage } from '../images';
import { signImage } from '../layouts';
import { SigstoreInstance, workflowIdentity } from '../minter';
import { digestOf, RegistryStore } from '../registry';
import { startWorld, type World } from '../world';
import { corpusFolder, LayoutError } from '.';

const clock = { now: () => new Date('2026-11-20T09:00:00Z') };
let folder: string;
let world: World | undefined;

const write = async (path: string, content: string | Buffer) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-add-'));
});

afterEach(async () => {
  await world?.close();
  world = undefined;
  await rm(folder, { recursive: true });
});

/** An image with a signature, as `cosign save` writes them. */
async function writeLayout(name: string) {
  const repository = new RegistryStore().repository('x');
  const image = pushImage(repository, {
    platforms: ['linux/amd64', 'linux/arm64'],
  });
  signImage({
    ...{ repository, subject: image.digest },
    sigstore: SigstoreInstance.create({ name: 'outside', clock }),
    signer: {
      type: 'certificate',
      identity: workflowIdentity({ repository: 'o/r', ref: 'refs/tags/v1' }),
    },
  });
  const [sigTag] = repository.tags.keys();
  const signatures = repository.resolve(sigTag)!;
  const manifests = [
    { ...image, annotations: { kind: 'dev.cosignproject.cosign/imageIndex' } },
    {
      mediaType: signatures.mediaType,
      digest: signatures.digest,
      size: signatures.bytes.length,
      annotations: { kind: 'dev.cosignproject.cosign/sigs' },
    },
  ];
  const home = `images/${name}`;
  await write(`${home}/index.json`, JSON.stringify({ manifests }));
  for (const [digest, bytes] of repository.blobs)
    await write(`${home}/blobs/${digest.replace(':', '/')}`, bytes);
  for (const [digest, { bytes }] of repository.manifests)
    await write(`${home}/blobs/${digest.replace(':', '/')}`, bytes);
  return image.digest;
}

describe('folders that are added', () => {
  it('serve their images, signatures, files and entities', async () => {
    const digest = await writeLayout('tool-v1.2.0');
    await write('files/release/tool.tgz', 'bytes');
    await write(
      'catalog/tool.yaml',
      `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: tool
  annotations:
    countersign.dev/artifacts: |
      - reference: {{ registry }}/added/tool-v1.2.0:v1.2.0
      - reference: http://{{files}}/added/release/tool.tgz
spec: { type: service, lifecycle: production, owner: platform }
`,
    );
    world = await startWorld({ clock, corpus: false, add: [folder] });
    const manifests = `http://${world.registry.host}/v2/added/tool-v1.2.0/manifests`;

    const image = await fetch(`${manifests}/v1.2.0`);
    expect(image.headers.get('docker-content-digest')).toBe(digest);
    const { manifests: children } = await image.json();
    expect((await fetch(`${manifests}/${children[1].digest}`)).status).toBe(
      200,
    );
    const sig = await fetch(`${manifests}/${digest.replace(':', '-')}.sig`);
    expect((await sig.json()).layers).toHaveLength(1);
    const added = world.entities.filter(e => /tool/.test(e.metadata.name));
    expect(added).toHaveLength(1);
    const [tool] = added;
    expect(tool.metadata.annotations?.['countersign.dev/artifacts']).toBe(
      `- reference: ${world.registry.host}/added/tool-v1.2.0:v1.2.0\n` +
        `- reference: http://${world.files.host}/added/release/tool.tgz\n`,
    );
    const file = await fetch(
      `http://${world.files.host}/added/release/tool.tgz`,
    );
    expect(await file.text()).toBe('bytes');
  });

  it('get an entity for each image that none names, without an expectation', async () => {
    await writeLayout('Some Tool');
    world = await startWorld({ clock, corpus: false, add: [folder] });
    const entity = world.entities.find(e => e.metadata.name === 'some-tool');
    expect(entity?.metadata.annotations).toEqual({
      'countersign.dev/artifacts': `- reference: ${world.registry.host}/added/some-tool:latest\n  environment: dev\n`,
    });
  });

  it('stay out of the data folder, unlike what was pushed beside them', async () => {
    await writeLayout('tool');
    const options = {
      clock,
      corpus: false as const,
      dataFolder: join(folder, 'data'),
    };
    world = await startWorld({ ...options, add: [folder] });
    pushImage(world.registry.repository('added/pushed'), { tag: '1' });
    await world.close();

    world = await startWorld(options);
    const names = world.registry.store.list().map(({ name }) => name);
    expect(names).toContain('added/pushed');
    expect(names).not.toContain('added/tool');
  });

  it('serve a blob as it is, also where its bytes are others', async () => {
    const digest = await writeLayout('tool');
    await write(`images/tool/blobs/${digest.replace(':', '/')}`, '{"x":1}');
    world = await startWorld({ clock, corpus: false, add: [folder] });
    const answer = await fetch(
      `http://${world.registry.host}/v2/added/tool/manifests/latest`,
    );
    expect(digestOf(Buffer.from(await answer.arrayBuffer()))).not.toBe(digest);
  });

  it('are refused by name where they cannot be read', async () => {
    await write('images/broken/index.json', '{');
    await expect(
      startWorld({ clock, corpus: false, add: [folder] }),
    ).rejects.toThrow(LayoutError);
    await rm(join(folder, 'images'), { recursive: true });
    await write('catalog/broken.yaml', 'kind: Component');
    await expect(
      startWorld({ clock, corpus: false, add: [folder] }),
    ).rejects.toThrow('broken.yaml');
  });

  it('read nothing outside of the layout', async () => {
    await write('secret', 'secret');
    await write(
      'images/evil/index.json',
      JSON.stringify({
        manifests: [{ mediaType: 'x', digest: 'sha256:../../../secret' }],
      }),
    );
    world = await startWorld({ clock, corpus: false, add: [folder] });
    const repository = world.registry.repository('added/evil');
    expect(repository.manifests.size).toBe(0);
  });
});

const corpus = corpusFolder();
const withCorpus = corpus ? describe : describe.skip;

withCorpus('the corpus (skipped where the folder is absent)', () => {
  it('serves every real image with its attestation, and an entity for each', async () => {
    world = await startWorld({ clock });
    const entities = world.entities.filter(entity =>
      entity.metadata.tags?.includes('corpus'),
    );
    expect(entities).toHaveLength(3);
    for (const entity of entities) {
      const reference = /reference: (\S+)/.exec(
        entity.metadata.annotations!['countersign.dev/artifacts'],
      )![1];
      const [, host, path, tag] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference)!;
      const url = `http://${host}/v2/${path}/manifests/`;
      const image = await fetch(url + tag);
      const bytes = Buffer.from(await image.arrayBuffer());
      const attestations = await fetch(
        `${url}${digestOf(bytes).replace(':', '-')}.att`,
      );
      const { layers } = await attestations.json();
      expect(layers[0].mediaType).toBe('application/vnd.dsse.envelope.v1+json');
    }
  });
});
