import { gzipSync } from 'node:zlib';
import { publicKeyPem, type SignedMaterial } from '@countersign/sandbox';
import { digestOf } from '../encoding';
import { acme, inLayer, keys, message, now } from '../__testUtils__/minted';
import { outcomeOf, Servers } from '../__testUtils__/servers';
import { keyAuthority, type Authority } from '../trust';
import { verifyMaterial } from '../verification/verifyMaterial';
import { signatureAnnotations } from './Material';

const plain = `apiVersion: v1
kind: ConfigMap
metadata:
  name: payments
data:
  limit: "10"
`;

const platform = keyAuthority('platform', publicKeyPem(keys));
const byKey = { signer: { type: 'key' as const, keys } };

let servers: Servers;

beforeEach(async () => {
  servers = await Servers.start();
});

afterEach(() => servers.close());

const packed = (bytes: string | Buffer) => gzipSync(bytes).toString('base64');

/** One file in a tar archive, as Go writes it. */
function tarOf(bytes: Buffer, fields: { name?: string; type?: string } = {}) {
  const { name = 'configmap.yaml', type = '0' } = fields;
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(bytes.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
  return Buffer.concat([header, bytes, padding]);
}

const end = Buffer.alloc(1024);
const archive = (text: string) =>
  gzipSync(Buffer.concat([tarOf(Buffer.from(text)), end]));

/** The annotations that k8s-manifest-sigstore writes for a signature over a payload. */
function annotationsOf(
  payload: Buffer,
  signed: SignedMaterial = message(payload),
) {
  const { annotations } = inLayer(signed);
  const certificate = annotations[signatureAnnotations.certificate];
  const bundle = annotations[signatureAnnotations.bundle];
  return {
    message: packed(payload),
    signature: annotations[signatureAnnotations.signature],
    ...(certificate && { certificate: packed(certificate) }),
    ...(bundle && { bundle: packed(bundle) }),
  };
}

/** Puts annotations into the metadata of every document. */
function annotated(manifest: string, annotations: object, more = '') {
  const lines = Object.entries(annotations).map(
    ([key, value]) => `    cosign.sigstore.dev/${key}: ${value}\n`,
  );
  return manifest.replaceAll(
    'metadata:\n',
    `metadata:\n  annotations:\n${lines.join('')}${more}`,
  );
}

const signedForm = (manifest: string, payload = archive(manifest)) =>
  annotated(manifest, annotationsOf(payload));

async function look(manifest: string | Buffer, name = 'payments.yaml') {
  const bytes = Buffer.from(manifest);
  servers.files.put(name, bytes);
  const subject = digestOf(bytes);
  const client = servers.client();
  const digest = await client.resolve(servers.file(name));
  return { subject, ...(await client.collect(servers.file(name), digest)) };
}

async function ends(manifest: string | Buffer, authority: Authority = acme) {
  const { subject, materials } = await look(manifest);
  return materials.map(material => {
    const { outcome } = verifyMaterial(material, { subject, authority, now });
    return outcome.status === 'failed'
      ? `${outcome.code}: ${outcome.message}`
      : outcome.status;
  });
}

describe('a Kubernetes manifest signed in its annotations', () => {
  it('is proven, from an archive and from plain text', async () => {
    expect(await ends(signedForm(plain))).toEqual(['proven']);
    expect(await ends(signedForm(plain, Buffer.from(plain)))).toEqual([
      'proven',
    ]);
  });

  it('is about the very file, and only that', async () => {
    const manifest = signedForm(plain);
    const { materials, collection } = await look(manifest);
    expect(outcomeOf(collection, 'manifest-annotations')).toMatchObject({
      status: 'complete',
    });
    const other = digestOf(Buffer.from(plain));
    expect(
      verifyMaterial(materials[0], { subject: other, authority: acme, now })
        .outcome,
    ).toMatchObject({ code: 'subject-mismatch' });
  });

  it('is proven by a key', async () => {
    const payload = archive(plain);
    const manifest = annotated(
      plain,
      annotationsOf(payload, message(payload, byKey)),
    );
    expect(await ends(manifest, platform)).toEqual(['proven']);
    expect(await ends(manifest)).toEqual([
      expect.stringMatching(/^unknown-authority/),
    ]);
  });

  it('without a log entry proves no time', async () => {
    const { bundle: _, ...rest } = annotationsOf(archive(plain));
    expect(await ends(annotated(plain, rest))).toEqual([
      expect.stringMatching(/^time-unproven/),
    ]);
  });

  it('of several documents', async () => {
    const two = `${plain}---\n${plain.replace('payments', 'refunds')}`;
    expect(await ends(signedForm(two))).toEqual(['proven']);
  });

  it('keeps annotations of its own', async () => {
    const own = plain.replace(
      'metadata:\n',
      'metadata:\n  annotations:\n    a: b\n',
    );
    const manifest = annotated(
      plain,
      annotationsOf(archive(own)),
      '    a: b\n',
    );
    expect(await ends(manifest)).toEqual(['proven']);
  });

  it('written in another way says the same', async () => {
    const rewritten = plain
      .replace('data:\n  limit: "10"\n', '')
      .replace('apiVersion', 'data: {limit: "10"}\napiVersion');
    const manifest = annotated(rewritten, annotationsOf(archive(plain)));
    expect(await ends(manifest)).toEqual(['proven']);
  });

  it.each<[string, (manifest: string) => string]>([
    ['a changed value', text => text.replace('"10"', '"11"')],
    ['a number for a text', text => text.replace('"10"', '10')],
    ['one more field', text => `${text}  more: x\n`],
    ['one field less', text => text.replace('  limit: "10"\n', '')],
    ['one more document', text => `${text}---\n${text}`],
    [
      'one more annotation',
      text => text.replace('annotations:\n', 'annotations:\n    a: b\n'),
    ],
  ])('S8.1 does not cover %s', async (_, change) => {
    expect(await ends(change(signedForm(plain)))).toEqual([
      expect.stringMatching(/^subject-mismatch: the manifest says something/),
    ]);
  });

  it('S8.1 does not cover one document of several', async () => {
    const two = `${plain}---\n${plain.replace('payments', 'refunds')}`;
    const manifest = annotated(plain, annotationsOf(archive(two)));
    expect(await ends(manifest)).toEqual([
      expect.stringMatching(/^subject-mismatch/),
    ]);
  });

  it.each([
    ['yes', '"yes"'],
    ['0777', '511'],
    ['0777', '777'],
    ['1:30', '90'],
    ['9007199254740993', '9007199254740992'],
    ['2026-01-01', '"2026-01-01"'],
    ['1_000', '1000'],
    ['~', '"~"'],
    ['10', '{whole: "10"}'],
    ['{number: "1.5"}', '1.5'],
  ])('S8.1 %s is not %s', async (served, signed) => {
    const manifest = (value: string) => plain.replace('"10"', value);
    expect(
      await ends(
        annotated(manifest(served), annotationsOf(archive(manifest(signed)))),
      ),
    ).toEqual([expect.stringMatching(/^subject-mismatch/)]);
  });

  it('1.0 is 1, and null is null', async () => {
    const one = plain.replace('"10"', '1');
    const manifest = annotated(
      one.replace('limit: 1', 'limit: 1.0'),
      annotationsOf(archive(one)),
    );
    expect(await ends(manifest)).toEqual(['proven']);
    expect(await ends(signedForm(plain.replace('"10"', '')))).toEqual([
      'proven',
    ]);
    expect(await ends(signedForm(plain.replace('"10"', '.inf')))).toEqual([
      'proven',
    ]);
  });

  it.each<[string, (manifest: string) => string]>([
    ['has anchors', text => text.replace('"10"', '&a "10"')],
    ['has tags', text => text.replace('"10"', '!!str 10')],
    ['has anchors', text => text.replace('data:', 'data: &a')],
    ['has tags', text => text.replace('data:', 'data: !!map')],
    ['no plain texts', text => `${text}  <<: {a: b}\n`],
    ['no plain texts', text => `${text}  yes: a\n`],
    ['no plain texts', text => `${text}  ? {a: b}\n  : c\n`],
    ['has a key twice', text => `${text}  limit: "10"\n`],
    ['no plain texts', text => `${text}  1: a\n`],
    ['is not plain YAML', text => `${text}\n\t{`],
    ['a document is no object', text => `${text}---\n- a\n`],
    ['line of a separator', text => `${text}--- {kind: Secret}\n`],
    ['line of a separator', text => `%YAML 1.1\n---\n${text}`],
    ['line of a separator', text => `${text}...\n`],
    ...['\r', '\u0085', '\u2028', '\u2029', '\n\ufeff'].map(
      (lineBreak): [string, (manifest: string) => string] => [
        'line breaks that not all readers take',
        text => text.replace('data:', `# a comment${lineBreak}#data:\ndata:`),
      ],
    ),
    ['different signatures', text => `${text}---\nkind: Secret\n`],
    [
      'nobody here knows',
      text =>
        text.replace(
          '/message',
          '/message_1: a\n    cosign.sigstore.dev/message',
        ),
    ],
    [
      'does not lie in its annotations',
      text => text.replace(/ +cosign.sigstore.dev.signature: .+/, ''),
    ],
  ])('S5.2 is not compared where it %s', async (why, change) => {
    const [outcome] = await ends(change(signedForm(plain)));
    expect(outcome).toMatch(/^unsupported-format/);
    expect(outcome).toContain(why);
  });

  it('whose signature lies in an image is not unsigned', async () => {
    const manifest = annotated(plain, { imageRef: 'ghcr.io/acme/manifests' });
    expect(await ends(manifest)).toEqual([
      expect.stringMatching(/^unsupported-format/),
    ]);
  });

  it.each<[string, Buffer, RegExp]>([
    ['unpacks to too much', archive('a'.repeat(2_000_000)), /^limit-exceeded/],
    [
      'is plain text of too much',
      Buffer.from(`# ${'a'.repeat(1_048_600)}`),
      /^limit-exceeded/,
    ],
    [
      'has too many documents',
      Buffer.from('a: 1\n---\n'.repeat(600)),
      /^limit-exceeded/,
    ],
    [
      'is an archive that is cut off',
      gzipSync(tarOf(Buffer.from(plain)).subarray(0, 600)),
      /^malformed/,
    ],
    [
      'is an archive without an end',
      gzipSync(tarOf(Buffer.from(plain))),
      /^malformed/,
    ],
    [
      'is an archive of links',
      gzipSync(Buffer.concat([tarOf(Buffer.alloc(0), { type: '2' }), end])),
      /^unsupported-format/,
    ],
    [
      'has no size',
      gzipSync(
        Buffer.concat([tarOf(Buffer.alloc(0)).fill('x', 124, 135), end]),
      ),
      /^malformed/,
    ],
    ['is half an archive', archive(plain).subarray(0, 40), /^malformed/],
    ['is no text', Buffer.from([0xff, 0xfe, 0x00]), /^malformed/],
    [
      'is another archive',
      gzipSync(
        Buffer.concat([tarOf(Buffer.from(plain), { name: 'readme.md' }), end]),
      ),
      /^subject-mismatch/,
    ],
  ])('S5.1 what was signed %s', async (_, payload, outcome) => {
    expect(await ends(signedForm(plain, payload))).toEqual([
      expect.stringMatching(outcome),
    ]);
  });

  it('passes over folders and files of another kind', async () => {
    const payload = gzipSync(
      Buffer.concat([
        tarOf(Buffer.alloc(0), { name: 'manifests/', type: '5' }),
        tarOf(Buffer.from('hello'), { name: 'manifests/readme.md' }),
        tarOf(Buffer.from(plain), { name: 'manifests/a.yml', type: '\0' }),
        end,
      ]),
    );
    expect(await ends(signedForm(plain, payload))).toEqual(['proven']);
  });

  it('S5.1 with a message that is no archive of anything', async () => {
    const broken = { ...annotationsOf(archive(plain)), message: 'AAAA' };
    expect(await ends(annotated(plain, broken))).toEqual([
      expect.stringMatching(/^malformed: the message of the signature/),
    ]);
  });

  it('S5.1 changed bytes of what was signed are tampering', async () => {
    const annotations = {
      ...annotationsOf(archive(plain)),
      message: packed(archive(plain.replace('10', '11'))),
    };
    expect(
      await ends(annotated(plain.replace('10', '11'), annotations)),
    ).toEqual([expect.stringMatching(/^signature-invalid/)]);
  });

  it('S5.4 is absent without annotations, and for other files not looked for', async () => {
    const unsigned = await look(plain);
    expect(outcomeOf(unsigned.collection, 'manifest-annotations')).toEqual({
      source: 'manifest-annotations',
      status: 'absent',
    });
    const other = await look(signedForm(plain), 'payments.txt');
    expect(outcomeOf(other.collection, 'manifest-annotations')).toBeUndefined();
  });

  it('S5.1 one that is too large to be held is not called unsigned', async () => {
    const bytes = Buffer.from(plain);
    servers.files.put('payments.yaml', bytes);
    const { collection } = await servers
      .client({ manifestBytes: 20 })
      .collect(servers.file('payments.yaml'), digestOf(bytes));
    expect(outcomeOf(collection, 'manifest-annotations')).toEqual({
      source: 'manifest-annotations',
      status: 'limited',
      limit: 'manifestBytes',
    });
  });
});
