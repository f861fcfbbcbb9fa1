import type { Digest } from '@countersign/domain';
import {
  gzipStored,
  pushArtifact,
  pushImage,
  tar,
  type FileServer,
} from '@countersign/sandbox';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { now } from '../__testUtils__/minted';
import { Servers } from '../__testUtils__/servers';
import { LocalClient } from '../LocalClient';

const archive = gzipStored(tar({ 'main.tf': '' }));

describe('S3.1 a look says what the bytes of its subject can be', () => {
  let servers: Servers;
  let files: FileServer;

  beforeEach(async () => {
    servers = await Servers.start();
    ({ files } = servers);
  });

  afterEach(() => servers.close());

  async function kindsAt(path: string, client = servers.client()) {
    const reference = servers.file(path);
    const digest = await client.resolve(reference);
    return (await client.collect(reference, digest)).collection.kinds;
  }

  it('S3.1 of an artifact in a registry, and of what an index lists', async () => {
    const artifactType = 'application/vnd.opentofu.modulepkg';
    const { digest } = pushArtifact(servers.repository, {
      artifactType,
      layers: [{ mediaType: 'archive/zip', bytes: Buffer.from('PK') }],
    });
    const index = pushImage(servers.repository, {
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    const client = servers.client();
    const look = async (subject: Digest) =>
      (await client.collect(servers.image(), subject)).collection;
    expect((await look(digest)).kinds).toEqual(['terraform-module']);
    const { kinds, children = [] } = await look(index.digest);
    expect(kinds).toEqual(['container-image']);
    expect((await look(children[0].digest)).kinds).toEqual(['container-image']);
  });

  it('S3.1 of a file, read for this look or just before, and unchanged', async () => {
    files.put('vpc.tgz', archive);
    const client = servers.client();
    const kinds = ['terraform-module', 'package'];
    expect(await kindsAt('vpc.tgz', client)).toEqual(kinds);
    expect(await kindsAt('vpc.tgz', client)).toEqual(kinds);
    const { status } = files.requests
      .list()
      .find(
        ({ path, status: answer }) => path === '/vpc.tgz' && answer === 304,
      )!;
    expect(status).toBe(304);
  });

  it('S3.1 of a manifest that is read for its annotations', async () => {
    files.put('a.yaml', Buffer.from('apiVersion: v1\nkind: Pod\n'));
    expect(await kindsAt('a.yaml')).toEqual(['kubernetes-manifest', 'package']);
  });

  it('S3.1 of a file of this machine, and of nothing but a digest not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-kinds-'));
    try {
      const path = join(folder, 'vpc.tgz');
      writeFileSync(path, archive);
      const client = new LocalClient({ clock: { now: () => now } });
      const { collection, digest } = await client.look(path);
      expect(collection.kinds).toEqual(['terraform-module', 'package']);
      const alone = await client.lookForDigest(digest, path);
      expect(alone.collection).not.toHaveProperty('kinds');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('S5.4 not where the subject could not be read, or is another', async () => {
    files.put('vpc.tgz', archive);
    const client = servers.client();
    const digest = await client.resolve(servers.file('vpc.tgz'));
    files.put('vpc.tgz', gzipStored(tar({ 'x/Chart.yaml': '' })));
    const second = servers.client();
    const { collection } = await second.collect(
      servers.file('vpc.tgz'),
      digest,
    );
    expect(collection).not.toHaveProperty('kinds');
    const missing = `sha256:${'0'.repeat(64)}` as const;
    const look = await second.collect(servers.image(), missing);
    expect(look.collection).not.toHaveProperty('kinds');
  });

  it('S3.1 does without where nothing is certain', async () => {
    files.put('notes.txt', Buffer.from('hello\n'));
    expect(await kindsAt('notes.txt')).toBeUndefined();
  });
});
