import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519';
import { hashNames, hashOf, type HashName } from './hashes';
import { verifyBytes } from './verifyBytes';
import { verifyDigest } from './verifyDigest';

const message = Buffer.from('message');
const other = Buffer.from('other');

interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const curve = (namedCurve: string): Pair =>
  generateKeyPairSync('ec', { namedCurve });
const rsa: Pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** 2047 bits: the encoded message is then shorter than the modulus by other bits than usual. */
const odd: Pair = generateKeyPairSync('rsa', { modulusLength: 2049 });

type Scheme = (hash: HashName, bytes: Buffer) => Buffer;

const pss =
  ({ privateKey }: Pair, saltLength: number): Scheme =>
  (hash, bytes) =>
    sign(hash, bytes, {
      key: privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    });

const plain =
  ({ privateKey }: Pair): Scheme =>
  (hash, bytes) =>
    sign(hash, bytes, privateKey);

const pairs = [
  ['P-256', curve('prime256v1')],
  ['P-384', curve('secp384r1')],
  ['P-521', curve('secp521r1')],
  ['RSA with PKCS #1', rsa],
] as const;

const schemes: [string, KeyObject, Scheme][] = [
  ...pairs.map(([name, pair]): [string, KeyObject, Scheme] => [
    name,
    pair.publicKey,
    plain(pair),
  ]),
  ['RSA with PSS', rsa.publicKey, pss(rsa, 32)],
  ['RSA with PSS and no salt', rsa.publicKey, pss(rsa, 0)],
  [
    'RSA with PSS and the longest salt',
    rsa.publicKey,
    pss(rsa, constants.RSA_PSS_SALTLEN_MAX_SIGN),
  ],
  ['RSA of odd length with PSS', odd.publicKey, pss(odd, 32)],
];

describe.each(hashNames)('a signature over a digest of %s', hash => {
  const digest = hashOf(hash, message);
  const otherDigest = hashOf(hash, other);

  it.each(schemes)('%s', (_, key, scheme) => {
    const signature = scheme(hash, message);
    const flipped = Buffer.from(signature);
    flipped[flipped.length - 1] ^= 1;
    const holds = (over: Buffer, by = signature) =>
      verifyDigest(key, hash, over, by);
    expect(holds(digest)).toBe(true);
    expect(holds(otherDigest)).toBe(false);
    expect(holds(digest.subarray(1))).toBe(false);
    expect(holds(Buffer.concat([digest, digest]))).toBe(false);
    expect(holds(digest, flipped)).toBe(false);
    expect(holds(digest, signature.subarray(1))).toBe(false);
    expect(holds(digest, Buffer.alloc(0))).toBe(false);
    expect(holds(digest, Buffer.alloc(signature.length))).toBe(false);
    expect(holds(digest, Buffer.alloc(signature.length, 0xff))).toBe(false);
    // The same without the detour over the digest.
    expect(verifyBytes(key, message, signature)).toBe(true);
    expect(verifyBytes(key, other, signature)).toBe(false);
    expect(verifyBytes(key, message, flipped)).toBe(false);
  });
});

describe('RSA with PSS', () => {
  it('never verifies where OpenSSL does not', () => {
    const digest = hashOf('sha256', message);
    for (let i = 0; i < 40; i++) {
      const signature = pss(rsa, 32)('sha256', message);
      signature[(i * 53) % signature.length] ^= 1 << i % 8;
      const key = {
        key: rsa.publicKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
      };
      const byOpenSsl = verify('sha256', message, key, signature);
      expect(verifyDigest(rsa.publicKey, 'sha256', digest, signature)).toBe(
        byOpenSsl,
      );
    }
  });
});

describe('Ed25519', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const seed = Buffer.from(
    privateKey.export({ format: 'jwk' }).d ?? '',
    'base64url',
  );
  const digest = hashOf('sha512', message);

  it('RFC 8032, 7.3: the published vector of Ed25519ph', () => {
    const key = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'OKP',
        crv: 'Ed25519',
        x: Buffer.from(
          'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
          'hex',
        ).toString('base64url'),
      },
    });
    const signature = Buffer.from(
      '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
      'hex',
    );
    const abc = hashOf('sha512', Buffer.from('abc'));
    expect(verifyDigest(key, 'sha512', abc, signature)).toBe(true);
  });

  it('hashed: over SHA-512, and nothing else', () => {
    const signature = ed25519ph.sign(message, seed);
    const holds = (hash: HashName, over: Buffer, by = signature) =>
      verifyDigest(publicKey, hash, over, by);
    expect(holds('sha512', digest)).toBe(true);
    expect(holds('sha512', hashOf('sha512', other))).toBe(false);
    expect(holds('sha256', hashOf('sha256', message))).toBe(false);
    expect(holds('sha512', digest, signature.subarray(1))).toBe(false);
    expect(holds('sha512', digest, new Uint8Array(64))).toBe(false);
  });

  it('plain: over bytes, and never over a digest', () => {
    const signature = sign(null, message, privateKey);
    expect(verifyBytes(publicKey, message, signature)).toBe(true);
    expect(verifyBytes(publicKey, other, signature)).toBe(false);
    expect(verifyDigest(publicKey, 'sha512', digest, signature)).toBe(false);
    const overDigest = sign(null, digest, privateKey);
    expect(verifyDigest(publicKey, 'sha512', digest, overDigest)).toBe(false);
  });
});

describe('never verifies', () => {
  const digest = hashOf('sha256', message);

  it.each<[string, KeyObject, Buffer]>([
    (() => {
      const pair = curve('secp256k1');
      return [
        'a curve that nobody asked for',
        pair.publicKey,
        plain(pair)('sha256', message),
      ];
    })(),
    (() => {
      const { publicKey, privateKey } = generateKeyPairSync('ed448');
      return ['Ed448', publicKey, sign(null, digest, privateKey)];
    })(),
    ['RSA over another hash', rsa.publicKey, plain(rsa)('sha512', message)],
    [
      'a key too short for its hash',
      generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey,
      Buffer.alloc(64),
    ],
  ])('%s', (_, key, signature) => {
    expect(verifyDigest(key, 'sha256', digest, signature)).toBe(false);
    expect(
      verifyDigest(key, 'sha512', hashOf('sha512', message), signature),
    ).toBe(key === rsa.publicKey);
  });
});
