import { provesAbsence, type CauseCode } from '@countersign/domain';
import {
  signFile,
  toBundle,
  type Fault,
  type FileServer,
} from '@countersign/sandbox';
import { digestOf } from '../encoding';
import {
  acme,
  message,
  now,
  release,
  signedAt,
  sigstore,
} from '../__testUtils__/minted';
import { outcomeOf, problemOf, Servers } from '../__testUtils__/servers';
import { verifyMaterial } from '../verification/verifyMaterial';

const signer = { type: 'certificate' as const, identity: release };

let servers: Servers;
let files: FileServer;

beforeEach(async () => {
  servers = await Servers.start();
  ({ files } = servers);
});

afterEach(() => servers.close());

describe('files', () => {
  const bytes = Buffer.from('module "vpc" {}');

  it('resolves a file, and finds and proves the bundle beside it', async () => {
    files.put('vpc.tgz', bytes);
    signFile({
      server: files,
      path: 'vpc.tgz',
      sigstore,
      signer,
      at: signedAt,
    });
    const client = servers.client();
    const digest = await client.resolve(servers.file('vpc.tgz'));
    expect(digest).toBe(digestOf(bytes));
    const { collection, materials } = await client.collect(
      servers.file('vpc.tgz'),
      digest,
    );
    expect(collection.sources).toEqual([
      { source: 'subject', status: 'complete' },
      { source: 'bundle-file', status: 'complete' },
      { source: 'signature-file', status: 'absent' },
    ]);
    expect(materials).toHaveLength(1);
    expect(
      verifyMaterial(materials[0], { subject: digest, authority: acme, now })
        .outcome,
    ).toMatchObject({ status: 'proven' });
  });

  it.each(['.sigstore', '.bundle'])(
    'finds a bundle called %s',
    async suffix => {
      files.put('vpc.tgz', bytes);
      files.put(
        `vpc.tgz${suffix}`,
        Buffer.from(JSON.stringify(toBundle(message(bytes)))),
      );
      expect(
        (
          await servers
            .client()
            .collect(servers.file('vpc.tgz'), digestOf(bytes))
        ).materials,
      ).toHaveLength(1);
    },
  );

  it('looks for a named bundle at its address alone', async () => {
    files.put('vpc.tgz', bytes);
    const address = files.put(
      'elsewhere.json',
      Buffer.from(JSON.stringify(toBundle(message(bytes)))),
    );
    const { materials } = await servers
      .client()
      .collect(servers.file('vpc.tgz', address), digestOf(bytes));
    expect(materials).toHaveLength(1);
    expect(files.requests.list().map(({ path }) => path)).toEqual([
      '/vpc.tgz',
      '/elsewhere.json',
    ]);
  });

  it('S5.4 is absent only where every name answers 404', async () => {
    files.put('vpc.tgz', bytes);
    const { collection } = await servers
      .client()
      .collect(servers.file('vpc.tgz'), digestOf(bytes));
    expect(outcomeOf(collection, 'bundle-file')).toEqual({
      source: 'bundle-file',
      status: 'absent',
    });
    expect(provesAbsence(collection)).toBe(true);
    files.setFault('vpc.tgz.sigstore', { kind: 'status', status: 500 });
    const second = await servers
      .client()
      .collect(servers.file('vpc.tgz'), digestOf(bytes));
    expect(outcomeOf(second.collection, 'bundle-file')).toMatchObject({
      status: 'failed',
      cause: { code: 'registry-unreachable', origin: 'infrastructure' },
    });
  });

  it('reads the file again for a second look', async () => {
    files.put('vpc.tgz', bytes);
    const client = servers.client();
    const digest = await client.resolve(servers.file('vpc.tgz'));
    await client.collect(servers.file('vpc.tgz'), digest);
    expect(files.requests.list('vpc.tgz')).toHaveLength(1);
    files.put('vpc.tgz', Buffer.from('other'));
    const { collection } = await client.collect(
      servers.file('vpc.tgz'),
      digest,
    );
    expect(files.requests.list('vpc.tgz')).toHaveLength(2);
    expect(outcomeOf(collection, 'subject')).toMatchObject({
      cause: { code: 'digest-mismatch' },
    });
  });

  it.each<[string, Fault | undefined, CauseCode]>([
    ['404', undefined, 'artifact-not-found'],
    ['403', { kind: 'status', status: 403 }, 'access-denied'],
    ['500', { kind: 'status', status: 500 }, 'registry-unreachable'],
    ['an endless file', { kind: 'endless' }, 'limit-exceeded'],
    ['a file cut off', { kind: 'truncated' }, 'registry-unreachable'],
  ])('S5.1 %s', async (_, fault, code) => {
    if (fault) {
      files.put('vpc.tgz', Buffer.alloc(100_000));
      files.setFault('vpc.tgz', fault);
    }
    expect(
      await problemOf(
        servers
          .client({ fileBytes: 1_000_000 })
          .resolve(servers.file('vpc.tgz')),
      ),
    ).toMatchObject({ code });
  });

  it('a bundle of 50 MB', async () => {
    files.put('vpc.tgz', bytes);
    files.put('vpc.tgz.sigstore.json', Buffer.alloc(50 * 1024 * 1024));
    const { collection } = await servers
      .client()
      .collect(servers.file('vpc.tgz'), digestOf(bytes));
    expect(outcomeOf(collection, 'bundle-file')).toEqual({
      source: 'bundle-file',
      status: 'limited',
      limit: 'materialBytes',
    });
  });

  it('S12.1 a bundle at a host that is not in the list', async () => {
    files.put('vpc.tgz', bytes);
    const { collection } = await servers
      .client()
      .collect(servers.file('vpc.tgz', 'https://evil.test/x'), digestOf(bytes));
    expect(outcomeOf(collection, 'bundle-file')).toMatchObject({
      cause: { code: 'host-not-allowed', origin: 'configuration' },
    });
  });
});
