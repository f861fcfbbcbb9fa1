import {
  changed,
  envelope,
  inBundle,
  inLayer,
  message,
  simpleSigning,
  subject,
  verify,
} from '../__testUtils__/minted';
import { decodeMaterial, encodeMaterial, toMaterial } from './Material';

const subjectDigests = {
  sha256: subject.slice('sha256:'.length),
  sha384: 'a'.repeat(96),
  sha512: 'b'.repeat(128),
};

const materials = [
  ['bundle', inBundle(envelope())],
  ['.att', inLayer(envelope())],
  ['.sig', inLayer(message(simpleSigning()))],
] as const;

describe('stored material', () => {
  it.each(materials)(
    'S1.3 %s comes back byte for byte and verifies again',
    (_, material) => {
      const stored = encodeMaterial(material);
      const back = decodeMaterial(stored);
      expect(back).toEqual({ ...material, bytes: Buffer.from(material.bytes) });
      expect(verify(back).outcome).toMatchObject({ status: 'proven' });
      expect(Buffer.from(encodeMaterial(back))).toEqual(Buffer.from(stored));
    },
  );

  it('keeps bytes that are no text', () => {
    const bytes = Buffer.from([0, 255, 254, 10, 13]);
    const material = toMaterial({
      source: 'bundle-file',
      format: 'unknown',
      mediaType: 'x',
      bytes,
    });
    expect(decodeMaterial(encodeMaterial(material)).bytes).toEqual(bytes);
  });

  it('keeps the digests of the file it lay beside', () => {
    const material = toMaterial({ ...inBundle(envelope()), subjectDigests });
    expect(decodeMaterial(encodeMaterial(material))).toEqual({
      ...material,
      bytes: Buffer.from(material.bytes),
    });
  });

  it.each<[string, unknown]>([
    ['too short', { ...subjectDigests, sha384: 'aa' }],
    ['of no subject', { ...subjectDigests, sha256: undefined }],
    ['upper case', { ...subjectDigests, sha512: 'A'.repeat(128) }],
    ['missing', { ...subjectDigests, sha512: undefined }],
    ['of another hash', { ...subjectDigests, md5: 'aa' }],
    ['no texts', 5],
  ])('refuses a row whose further digests are %s', (_, digests) => {
    const material = toMaterial({ ...inBundle(envelope()), subjectDigests });
    const stored = JSON.parse(Buffer.from(encodeMaterial(material)).toString());
    stored.subjectDigests = digests;
    expect(() => decodeMaterial(Buffer.from(JSON.stringify(stored)))).toThrow(
      /stored material/,
    );
  });

  it.each<[string, (stored: any) => void]>([
    [
      'another version',
      stored => {
        stored.version = 2;
      },
    ],
    [
      'other bytes',
      stored => {
        stored.bytes = 'AAAA';
      },
    ],
    [
      'bytes that are not base64',
      stored => {
        stored.bytes = '%';
      },
    ],
    ['no bytes', stored => delete stored.bytes],
    [
      'another digest',
      stored => {
        stored.digest = `sha256:${'0'.repeat(64)}`;
      },
    ],
    [
      'another format',
      stored => {
        stored.format = 'cosign-signature';
      },
    ],
    [
      'a format that nobody knows',
      stored => {
        stored.format = 'pgp';
      },
    ],
    [
      'another annotation',
      stored => {
        stored.annotations.x = 'y';
      },
    ],
    [
      'annotations that are none',
      stored => {
        stored.annotations = { x: 1 };
      },
    ],
    ['no annotations', stored => delete stored.annotations],
    [
      'another media type',
      stored => {
        stored.mediaType = 'x';
      },
    ],
  ])('refuses a row with %s', (_, edit) => {
    const stored = JSON.parse(
      Buffer.from(encodeMaterial(materials[0][1])).toString(),
    );
    edit(stored);
    expect(() => decodeMaterial(Buffer.from(JSON.stringify(stored)))).toThrow(
      /stored material/,
    );
  });

  it('refuses what is no JSON', () => {
    expect(() => decodeMaterial(Buffer.from('{'))).toThrow();
  });
});

describe('S1.5 the digest of a material', () => {
  const layer = inLayer(message(simpleSigning()));
  const signature = 'dev.cosignproject.cosign/signature';

  it('covers everything that verification reads', () => {
    const others = [
      changed(layer, { bytes: Buffer.from('other') }),
      changed(layer, {
        annotations: { ...layer.annotations, [signature]: 'AAAA' },
      }),
      changed(layer, { annotations: {} }),
      changed(layer, { format: 'cosign-attestation' }),
      changed(layer, { mediaType: 'other' }),
      toMaterial({ ...layer, subjectDigests }),
      toMaterial({
        ...layer,
        subjectDigests: { ...subjectDigests, sha384: 'c'.repeat(96) },
      }),
    ];
    const digests = new Set([layer, ...others].map(({ digest }) => digest));
    expect(digests.size).toBe(others.length + 1);
  });

  it('does not cover what it does not read', () => {
    const annotations = { ...layer.annotations, 'org.example.note': 'hello' };
    const noted = changed(layer, { annotations });
    expect(noted.digest).toBe(layer.digest);
    expect(noted.annotations).toEqual(layer.annotations);
    expect(toMaterial({ ...layer, source: 'referrers-api' }).digest).toBe(
      layer.digest,
    );
  });
});
