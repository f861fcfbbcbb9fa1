import { sign } from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519';
import {
  generateKeyPair,
  publicKeyPem,
  RekorV2,
  withBrokenSignature,
  type BundleVersion,
  type HashName,
  type KeyKind,
  type KeyPair,
  type RekorEntryKind,
  type SigningOptions,
} from '@countersign/sandbox';
import {
  acmeTrusting,
  changed,
  edited,
  envelope,
  fromBundle,
  inBundle,
  inLayer,
  message,
  release,
  simpleSigning,
  statement,
  subject,
  verify,
} from '../__testUtils__/minted';
import { digestOf } from '../encoding';
import { keyAuthority } from '../trust';
import { hashOf } from './keys/hashes';

const file = Buffer.from('a release file');
const other = Buffer.from('another file');
const ofFile = { subject: digestOf(file) };
const proven = { status: 'proven' };
const failed = (code: string) => ({ status: 'failed', code });
const byKey = (keys: KeyPair): Partial<SigningOptions> => ({
  signer: { type: 'key', keys },
});
const byCertificate = (keys: KeyPair): Partial<SigningOptions> => ({
  signer: { type: 'certificate', identity: release, keys },
});
const authorityOf = (keys: KeyPair) => keyAuthority('key', publicKeyPem(keys));
const digestsOf = (bytes: Buffer) => ({
  sha256: hashOf('sha256', bytes).toString('hex'),
  sha384: hashOf('sha384', bytes).toString('hex'),
  sha512: hashOf('sha512', bytes).toString('hex'),
});

const schemes: [KeyKind, HashName, 'pss' | undefined][] = [
  ['prime256v1', 'sha256', undefined],
  ['secp384r1', 'sha256', undefined],
  ['secp384r1', 'sha384', undefined],
  ['secp521r1', 'sha512', undefined],
  ['rsa-2048', 'sha256', undefined],
  ['rsa-2048', 'sha512', undefined],
  ['rsa-2048', 'sha256', 'pss'],
  ['rsa-2048', 'sha384', 'pss'],
];

describe.each(schemes)('%s with %s, padding %s', (kind, hash, padding) => {
  const keys = generateKeyPair(kind);
  const scheme = { hash, ...(padding && { padding }) };

  it('an envelope, by certificate and by key', () => {
    const certified = envelope(statement(), {
      ...byCertificate(keys),
      ...scheme,
    });
    expect(verify(inBundle(certified)).outcome).toMatchObject(proven);
    expect(
      verify(inBundle(withBrokenSignature(certified))).outcome,
    ).toMatchObject(failed('signature-invalid'));
    const keyed = envelope(statement(), { ...byKey(keys), ...scheme });
    const authority = authorityOf(keys);
    expect(verify(inBundle(keyed), { authority }).outcome).toMatchObject(
      proven,
    );
    expect(
      verify(inBundle(withBrokenSignature(keyed)), { authority }).outcome,
    ).toMatchObject(failed('signature-invalid'));
  });

  it('a payload under .sig', () => {
    const signed = message(simpleSigning(), {
      ...byCertificate(keys),
      ...scheme,
    });
    expect(verify(inLayer(signed)).outcome).toMatchObject(proven);
    expect(verify(inLayer(withBrokenSignature(signed))).outcome).toMatchObject(
      failed('signature-invalid'),
    );
  });

  it('a file, from its digests alone', () => {
    const signed = message(file, { ...byCertificate(keys), ...scheme });
    const beside = (bytes: Buffer, material = inBundle(signed)) =>
      changed(material, { subjectDigests: digestsOf(bytes) });
    expect(verify(beside(file), ofFile).outcome).toMatchObject(proven);
    expect(
      verify(beside(file, inBundle(withBrokenSignature(signed))), ofFile)
        .outcome,
    ).toMatchObject(failed('signature-invalid'));
    const theirs = { subject: digestOf(other) };
    expect(verify(beside(other), theirs).outcome).toMatchObject(
      failed('subject-mismatch'),
    );
    const keyed = message(file, { ...byKey(keys), ...scheme });
    expect(
      verify(beside(file, inBundle(keyed)), {
        ...ofFile,
        authority: authorityOf(keys),
      }).outcome,
    ).toMatchObject(proven);
  });
});

describe('a signature over another hash than SHA-256', () => {
  const signed = message(file, { hash: 'sha512' });

  it('S5.1 cannot be tied to a file that nobody hashed that way', () => {
    const evidence = verify(inBundle(signed), ofFile);
    expect(evidence.outcome).toMatchObject(failed('unsupported-format'));
    expect(evidence.proofs.format).toMatchObject({ status: 'failed' });
  });

  it('is tied to the file by the file itself', () => {
    const given = { ...ofFile, artifact: file };
    expect(verify(inBundle(signed), given).outcome).toMatchObject(proven);
  });

  it('S8.1 is not tied by digests of another file', () => {
    const beside = changed(inBundle(signed), {
      subjectDigests: digestsOf(file),
    });
    expect(verify(beside, ofFile).outcome).toMatchObject(proven);
    const theirs = { subject: digestOf(other) };
    for (const material of [
      beside,
      changed(inBundle(envelope()), { subjectDigests: digestsOf(file) }),
    ])
      expect(verify(material, theirs)).toMatchObject({
        outcome: {
          ...failed('subject-mismatch'),
          message: expect.stringContaining('lay beside another file'),
        },
        proofs: { signature: { status: 'unchecked' } },
      });
  });

  it('CVE-2023-33959 is not tied by another file', () => {
    const given = { ...ofFile, artifact: other };
    expect(verify(inBundle(signed), given).outcome).toMatchObject(
      failed('subject-mismatch'),
    );
    const theirs = { subject: digestOf(other), artifact: other };
    expect(verify(inBundle(signed), theirs).outcome).toMatchObject(
      failed('subject-mismatch'),
    );
  });

  it.each(['SHA3_256', 'HASH_ALGORITHM_UNSPECIFIED', 4])(
    'S5.1 is of no use by the hash %s',
    algorithm => {
      const material = edited(inBundle(signed), bundle => {
        bundle.messageSignature.messageDigest.algorithm = algorithm;
      });
      expect(verify(material, ofFile).outcome).toMatchObject(
        failed('unsupported-format'),
      );
    },
  );
});

describe('Ed25519', () => {
  const keys = generateKeyPair('ed25519');
  const authority = authorityOf(keys);
  const seed = Buffer.from(
    keys.privateKey.export({ format: 'jwk' }).d ?? '',
    'base64url',
  );

  it('an envelope, by certificate and by key', () => {
    expect(
      verify(inBundle(envelope(statement(), byCertificate(keys)))).outcome,
    ).toMatchObject(proven);
    const keyed = inBundle(envelope(statement(), byKey(keys)));
    expect(verify(keyed, { authority }).outcome).toMatchObject(proven);
  });

  it.each([
    ['by certificate', byCertificate(keys), undefined],
    ['by key', byKey(keys), authority],
  ])('a file, plain, %s: with the file only', (_, by, under) => {
    const given = { ...ofFile, ...(under && { authority: under }) };
    const signed = message(file, by);
    const material = inBundle(signed);
    expect(
      verify(material, { ...given, artifact: file }).outcome,
    ).toMatchObject(proven);
    // Nobody can tell whether it is right, so it must not be called tampering.
    expect(verify(material, given).outcome).toMatchObject(
      failed('unsupported-format'),
    );
    expect(
      verify(inBundle(withBrokenSignature(signed)), {
        ...given,
        artifact: file,
      }).outcome,
    ).toMatchObject(failed('signature-invalid'));
  });

  it('S5.3 the material of another key is not called unsupported', () => {
    const theirs = inBundle(message(file, byKey(generateKeyPair())));
    expect(verify(theirs, { ...ofFile, authority }).outcome).toMatchObject(
      failed('unknown-authority'),
    );
  });

  const overDigest = (signature: Uint8Array) =>
    fromBundle({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' }, tlogEntries: [] },
      messageSignature: {
        messageDigest: {
          algorithm: 'SHA2_512',
          digest: hashOf('sha512', file).toString('base64'),
        },
        signature: Buffer.from(signature).toString('base64'),
      },
    });

  it('a file, hashed: from its digest alone', () => {
    const material = changed(overDigest(ed25519ph.sign(file, seed)), {
      subjectDigests: digestsOf(file),
    });
    expect(verify(material, { ...ofFile, authority }).outcome).toMatchObject(
      proven,
    );
    const wrong = changed(overDigest(ed25519ph.sign(other, seed)), {
      subjectDigests: digestsOf(file),
    });
    expect(
      verify(wrong, { ...ofFile, authority, artifact: file }).outcome.status,
    ).toBe('failed');
  });

  it('plain over the digest is a signature over something else', () => {
    const signature = sign(null, hashOf('sha512', file), keys.privateKey);
    expect(
      verify(overDigest(signature), { ...ofFile, authority, artifact: file })
        .outcome.status,
    ).toBe('failed');
  });
});

describe('log entries of every kind', () => {
  const kinds: [RekorEntryKind, 'dsse' | 'message'][] = [
    ['hashedrekord-0.0.1', 'message'],
    ['hashedrekord-0.0.2', 'message'],
    ['hashedrekord-0.0.2', 'dsse'],
    ['dsse-0.0.1', 'dsse'],
    ['dsse-0.0.2', 'dsse'],
    ['intoto-0.0.1', 'dsse'],
    ['intoto-0.0.2', 'dsse'],
  ];
  const make = (logEntry: RekorEntryKind, type: 'dsse' | 'message') =>
    type === 'dsse'
      ? envelope(statement(), { logEntry })
      : message(file, { logEntry });
  const about = (type: 'dsse' | 'message') =>
    type === 'dsse' ? { subject } : ofFile;

  it.each(kinds)('%s for a %s', (kind, type) => {
    const evidence = verify(inBundle(make(kind, type)), about(type));
    expect(evidence.outcome).toMatchObject(proven);
    expect(evidence.logEntry?.kind).toBe(kind.replace('-', ' '));
    const isV2 = kind.endsWith('0.0.2') && !kind.startsWith('intoto');
    expect(evidence.proofs).toMatchObject({
      set: { status: isV2 ? 'absent' : 'proven' },
      inclusion: { status: 'proven' },
      checkpoint: { status: 'proven' },
      timestamp: { status: isV2 ? 'proven' : 'absent' },
    });
  });

  it.each(kinds)('CVE-2026-22703 %s of another %s', (kind, type) => {
    const theirs = JSON.parse(
      Buffer.from(inBundle(make(kind, type)).bytes).toString(),
    );
    const borrowed = edited(inBundle(make(kind, type)), bundle => {
      bundle.verificationMaterial.tlogEntries =
        theirs.verificationMaterial.tlogEntries;
    });
    expect(verify(borrowed, about(type)).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it.each<BundleVersion>(['0.1', '0.2', '0.3'])('in a bundle v%s', version => {
    for (const kind of ['dsse-0.0.1', 'intoto-0.0.1'] as const)
      expect(
        verify(inBundle(make(kind, 'dsse'), version)).outcome,
      ).toMatchObject(proven);
  });

  it('S5.1 of a kind that nobody reads', () => {
    const foreign = edited(inBundle(envelope()), bundle => {
      const [entry] = bundle.verificationMaterial.tlogEntries;
      entry.kindVersion = { kind: 'rekord', version: '0.0.1' };
    });
    expect(verify(foreign).outcome).toMatchObject(failed('unsupported-format'));
  });

  it('S7.2 a log that was retired before the timestamp, without a promise', () => {
    const retired = RekorV2.create('old.rekor.acme.test');
    const logEntry = [{ kind: 'dsse-0.0.2' as const, log: retired }];
    const material = inBundle(envelope(statement(), { logEntry }));
    const start = new Date('2024-01-01T00:00:00Z');
    const inForce = acmeTrusting({ logs: [retired] });
    expect(verify(material, { authority: inForce }).outcome).toMatchObject(
      proven,
    );
    const ended = acmeTrusting({
      logs: [retired],
      windows: new Map([
        [retired, { start, end: new Date('2026-02-28T00:00:00Z') }],
      ]),
    });
    const evidence = verify(material, { authority: ended });
    expect(evidence.outcome).toMatchObject(failed('log-proof-invalid'));
    expect(evidence.proofs.timestamp).toEqual({ status: 'proven' });
  });
});
