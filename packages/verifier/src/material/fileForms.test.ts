import type { Digest } from '@countersign/domain';
import {
  publicKeyPem,
  toBundle,
  type FileServer,
  type SignedMaterial,
} from '@countersign/sandbox';
import { digestOf } from '../encoding';
import {
  acme,
  envelope,
  inLayer,
  keys,
  message,
  now,
  statement,
} from '../__testUtils__/minted';
import { outcomeOf, Servers } from '../__testUtils__/servers';
import { keyAuthority, type Authority } from '../trust';
import { verifyMaterial } from '../verification/verifyMaterial';
import { signatureAnnotations, type Material } from './Material';

const file = Buffer.from('module "vpc" {}');
const subject = digestOf(file);
const byKey = { signer: { type: 'key' as const, keys } };
const platform = keyAuthority('platform', publicKeyPem(keys));

let servers: Servers;
let files: FileServer;

beforeEach(async () => {
  servers = await Servers.start();
  ({ files } = servers);
  files.put('vpc.tgz', file);
});

afterEach(() => servers.close());

const text = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

/** What cosign's older layouts write beside a signature, taken from a layer. */
function parts(signed: SignedMaterial) {
  const { annotations, bytes } = inLayer(signed);
  return {
    bytes: Buffer.from(bytes),
    signature: annotations[signatureAnnotations.signature],
    certificate: annotations[signatureAnnotations.certificate] ?? '',
    rekorBundle: JSON.parse(
      annotations[signatureAnnotations.bundle] ?? 'null',
    ) as object | null,
  };
}

const base64 = (value: string | Buffer) =>
  Buffer.from(value).toString('base64');

const collect = (bundleUrl?: string, name = 'vpc.tgz') =>
  servers.client().collect(servers.file(name, bundleUrl), subject);

/** How each material that was found ends under an authority. */
async function ends(authority: Authority = acme, bundleUrl?: string) {
  return endsUnder(authority, (await collect(bundleUrl)).materials);
}

function endsUnder(authority: Authority, materials: Material[]) {
  return materials.map(material => {
    const { outcome } = verifyMaterial(material, { subject, authority, now });
    return `${material.format} ${
      outcome.status === 'failed' ? outcome.code : outcome.status
    }`;
  });
}

const aboutFile = (given = {}) =>
  envelope(
    statement({ subject: [{ digest: { sha256: subject.slice(7) } }] }),
    given,
  );

describe('bundles', () => {
  it.each([
    '.sigstore.json',
    '.sigstore',
    '.bundle',
    '.intoto.jsonl',
    '.build.slsa',
    '.intoto.build.slsa',
  ])('finds and proves one called %s', async suffix => {
    files.put(`vpc.tgz${suffix}`, text(toBundle(aboutFile())));
    expect(await ends()).toEqual(['sigstore-bundle proven']);
  });

  it.each(['0.1', '0.2', '0.3'] as const)('of version %s', async version => {
    files.put('vpc.tgz.sigstore', text(toBundle(message(file), { version })));
    expect(await ends()).toEqual(['sigstore-bundle proven']);
  });

  it.each(['many lines', 'large files'])(
    'S5.2 %s in one place hide no bundle in another',
    async what => {
      const lines = Array.from(
        { length: 500 },
        (_, i) => `{"mediaType":"${i}"}`,
      );
      const large = `{"mediaType":"${'a'.repeat(999_000)}"}`;
      const junk = text(what === 'many lines' ? lines.join('\n') : large);
      for (const suffix of ['.sigstore.json', '.sigstore', '.bundle'])
        files.put(`vpc.tgz${suffix}`, junk);
      files.put('vpc.tgz.intoto.jsonl', text(toBundle(aboutFile())));
      const limits = { materials: 40, materialTotalBytes: 4_000_000 };
      const { collection, materials } = await servers
        .client(limits)
        .collect(servers.file('vpc.tgz'), subject);
      expect(outcomeOf(collection, 'bundle-file')).toMatchObject({
        status: 'limited',
      });
      expect(endsUnder(acme, materials)).toContain('sigstore-bundle proven');
    },
  );

  it('S5.2 a flood of statements that nobody signed is cut off, and hides no signature before it', async () => {
    const unsigned = '{"_type":"a","predicateType":"b"}\n';
    const good = JSON.stringify(toBundle(aboutFile()));
    files.put(
      'vpc.tgz.intoto.jsonl',
      text(`${good}\n${unsigned.repeat(100_000)}`),
    );
    const { collection, materials } = await collect();
    expect(outcomeOf(collection, 'bundle-file')).toMatchObject({
      status: 'limited',
      limit: 'materials',
    });
    expect(endsUnder(acme, materials)).toEqual(['sigstore-bundle proven']);
  });

  it('takes the further digests of the file along', async () => {
    files.put('vpc.tgz.sigstore.json', text(toBundle(message(file))));
    const client = servers.client();
    await client.resolve(servers.file('vpc.tgz'));
    const [known] = (await client.collect(servers.file('vpc.tgz'), subject))
      .materials;
    const [read] = (await collect()).materials;
    expect(known.subjectDigests).toEqual({
      sha256: subject.slice('sha256:'.length),
      sha384: expect.stringMatching(/^[0-9a-f]{96}$/),
      sha512: expect.stringMatching(/^[0-9a-f]{128}$/),
    });
    expect(read.digest).toBe(known.digest);
  });

  it('reads each line as a signature of its own', async () => {
    const good = JSON.stringify(toBundle(aboutFile()));
    const broken = good.replace('"payload"', '"load"');
    files.put(
      'vpc.tgz.intoto.jsonl',
      text(`${broken}\r\n\n${good}\n{"not json\n`),
    );
    expect(await ends()).toEqual([
      'sigstore-bundle malformed',
      'sigstore-bundle proven',
      'sigstore-bundle malformed',
    ]);
  });

  it('S5.2 a flood of lines is cut off, and hides no other place', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `{"mediaType":"${i}"}`);
    files.put('vpc.tgz.bundle', text(lines.join('\n')));
    files.put('vpc.tgz.sig', text(parts(message(file, byKey)).signature));
    const { collection, materials } = await collect();
    expect(outcomeOf(collection, 'bundle-file')).toMatchObject({
      status: 'limited',
      limit: 'materials',
    });
    expect(materials.at(-1)).toMatchObject({ format: 'detached-signature' });
  });

  it.each<[string, string]>([
    ['written over many lines and cut off', '{\n  "mediaType":\n'],
    ['nested too deeply', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['of an unknown form', '{"signed":{},"keys":[]}'],
  ])('one %s is one that cannot be read', async (_, content) => {
    files.put('vpc.tgz.bundle', text(content));
    const [end, ...more] = await ends();
    expect(more).toEqual([]);
    expect(end).toMatch(/^sigstore-bundle (malformed|limit-exceeded)$/);
  });

  it('a statement that nobody signed is no signature', async () => {
    files.put('vpc.tgz.intoto.jsonl', text(statement()));
    const { collection, materials } = await collect();
    expect(materials).toEqual([]);
    expect(outcomeOf(collection, 'bundle-file')).toMatchObject({
      status: 'absent',
    });
  });
});

describe("cosign's own bundle", () => {
  const cosignBundle = (signed: SignedMaterial, change: object = {}) => {
    const { signature, certificate, rekorBundle, bytes } = parts(signed);
    return text({
      base64Signature: signature === '' ? base64(bytes) : signature,
      ...(certificate && { cert: base64(certificate) }),
      ...(rekorBundle && { rekorBundle }),
      ...change,
    });
  };

  it.each<[string, Buffer, string]>([
    ['of a file', cosignBundle(message(file)), 'proven'],
    ['of an envelope', cosignBundle(aboutFile()), 'proven'],
    [
      'with a plain certificate',
      cosignBundle(message(file), {
        cert: parts(message(file)).certificate,
      }),
      'signature-invalid',
    ],
    [
      'of another file',
      cosignBundle(message(Buffer.from('other'))),
      'signature-invalid',
    ],
    [
      'without a log entry',
      cosignBundle(message(file), { rekorBundle: undefined }),
      'time-unproven',
    ],
    [
      'with a log entry of another signature',
      cosignBundle(message(file), {
        rekorBundle: parts(message(file)).rekorBundle,
      }),
      'log-proof-invalid',
    ],
    [
      'with half a log entry',
      cosignBundle(message(file), { rekorBundle: { Payload: {} } }),
      'malformed',
    ],
    [
      'with a log entry that is none',
      cosignBundle(message(file), { rekorBundle: 'x' }),
      'malformed',
    ],
    [
      'with a certificate that is no text',
      cosignBundle(message(file), { cert: 5 }),
      'malformed',
    ],
  ])('%s', async (_, bytes, end) => {
    files.put('vpc.tgz.bundle', bytes);
    expect(await ends()).toEqual([`cosign-bundle ${end}`]);
  });

  it('by a key', async () => {
    files.put('vpc.tgz.bundle', cosignBundle(message(file, byKey)));
    expect(await ends(platform)).toEqual(['cosign-bundle proven']);
    expect(await ends()).toEqual(['cosign-bundle unknown-authority']);
  });
});

describe('an envelope on its own', () => {
  /** As builders of provenance write it: the certificate beside the signature. */
  const bare = (signed: SignedMaterial) => {
    const { bytes, certificate } = parts(signed);
    const document = JSON.parse(bytes.toString());
    document.signatures[0].cert = certificate;
    return document;
  };

  it('proves no time', async () => {
    files.put('vpc.tgz.intoto.jsonl', text(bare(aboutFile())));
    expect(await ends()).toEqual(['dsse-envelope time-unproven']);
  });

  it('is proven by its key', async () => {
    files.put('vpc.tgz.intoto.jsonl', text(bare(aboutFile(byKey))));
    expect(await ends(platform)).toEqual(['dsse-envelope proven']);
  });

  it('with two signatures is not read as either', async () => {
    const document = bare(aboutFile());
    document.signatures.push(document.signatures[0]);
    files.put('vpc.tgz.intoto.jsonl', text(document));
    expect(await ends()).toEqual(['dsse-envelope unsupported-format']);
  });
});

describe('a detached signature', () => {
  const wrapped = (signature: string) =>
    signature.replace(/(.{64})/g, '$1\r\n');

  it('by a key', async () => {
    const { signature } = parts(message(file, byKey));
    files.put('vpc.tgz.sig', text(wrapped(signature)));
    expect(await ends(platform)).toEqual(['detached-signature proven']);
    expect(await ends()).toEqual(['detached-signature unknown-authority']);
  });

  it.each(['.pem', '.cert', '.crt'])(
    'S7.1 with a certificate in %s proves no time',
    async suffix => {
      const { signature, certificate } = parts(message(file));
      files.put('vpc.tgz.sig', text(signature));
      files.put(`vpc.tgz${suffix}`, text(certificate));
      const both = [
        'detached-signature unknown-authority',
        'detached-signature time-unproven',
      ];
      expect(await ends()).toEqual(both);
      files.put(`vpc.tgz${suffix}`, text(`${base64(certificate)}\n`));
      expect(await ends()).toEqual(both);
    },
  );

  it('of another file, with a certificate', async () => {
    const { signature, certificate } = parts(message(Buffer.from('other')));
    files.put('vpc.tgz.sig', text(signature));
    files.put('vpc.tgz.pem', text(certificate));
    expect(await ends()).toContain('detached-signature signature-invalid');
  });

  it.each<[string, () => string | undefined]>([
    ['is not its own', () => parts(message(file)).certificate],
    ['is none', () => 'junk'],
    ['is too large', () => 'a'.repeat(20 * 1024 * 1024)],
    ['cannot be read', () => undefined],
  ])(
    'S5.2 by a key stays proven beside a certificate that %s',
    async (_, certificate) => {
      const { signature } = parts(message(file, byKey));
      files.put('vpc.tgz.sig', text(signature));
      files.put('vpc.tgz.pem', text(certificate() ?? ''));
      if (certificate() === undefined)
        files.setFault('vpc.tgz.pem', { kind: 'status', status: 403 });
      expect(await ends(platform)).toContain('detached-signature proven');
    },
  );

  it('S1.4 takes no key from what lies beside it', async () => {
    const { signature } = parts(message(file, byKey));
    files.put('vpc.tgz.sig', text(signature));
    files.put('vpc.tgz.pem', text(publicKeyPem(keys)));
    for (const end of await ends())
      expect(end).toBe('detached-signature unknown-authority');
    for (const end of await ends(platform))
      expect(end).toBe('detached-signature proven');
  });

  it('where it was named', async () => {
    const { signature, certificate } = parts(message(file));
    const address = files.put('signatures/vpc.sig', text(signature));
    files.put('signatures/vpc.pem', text(certificate));
    expect(await ends(acme, address)).toContain(
      'detached-signature time-unproven',
    );
    expect(files.requests.list().map(({ path }) => path)).toEqual([
      '/vpc.tgz',
      '/signatures/vpc.sig',
      '/signatures/vpc.pem',
    ]);
  });

  it('S4.4 has not been looked at in full while its certificate cannot be looked for', async () => {
    const { signature } = parts(message(file, byKey));
    files.put('vpc.tgz.sig', text(signature));
    files.setFault('vpc.tgz.cert', { kind: 'status', status: 503 });
    const { collection, materials } = await collect();
    expect(materials).toHaveLength(1);
    expect(outcomeOf(collection, 'signature-file')).toMatchObject({
      status: 'failed',
      cause: { origin: 'infrastructure' },
    });
  });

  it.each<[string, Buffer]>([
    [
      'application/pgp-signature',
      text('-----BEGIN PGP SIGNATURE-----\n\niQ==\n'),
    ],
    ['application/octet-stream', Buffer.from([0x89, 0x01, 0xff])],
    ['application/octet-stream', text('untrusted comment: minisign\nRUQ')],
    ['application/octet-stream', text('A'.repeat(20_000))],
    ['application/octet-stream', Buffer.alloc(0)],
  ])(
    'S5.4 of another system (%s) is not absent',
    async (mediaType, signature) => {
      files.put('vpc.tgz.sig', signature);
      const { materials } = await collect();
      expect(materials).toEqual([
        expect.objectContaining({ format: 'unknown', mediaType }),
      ]);
      expect(await ends()).toEqual(['unknown unsupported-format']);
    },
  );
});

describe('S5.4 a file that cannot be read', () => {
  it('says nothing about what lies beside it', async () => {
    files.put('vpc.tgz.sigstore.json', text(toBundle(message(file))));
    files.setFault('vpc.tgz', { kind: 'status', status: 500 });
    const { collection, materials } = await collect();
    expect(materials).toEqual([]);
    expect(collection.sources.map(source => source.status)).toEqual([
      'failed',
      'failed',
      'failed',
    ]);
    expect(files.requests.list('vpc.tgz.sigstore.json')).toEqual([]);
  });

  it('nor one that is over a limit', async () => {
    const { collection } = await servers
      .client({ fileBytes: 3 })
      .collect(servers.file('vpc.tgz'), subject as Digest);
    expect(outcomeOf(collection, 'bundle-file')).toEqual({
      source: 'bundle-file',
      status: 'limited',
      limit: 'fileBytes',
    });
  });
});
