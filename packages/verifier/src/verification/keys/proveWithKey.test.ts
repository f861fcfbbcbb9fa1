import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { publicKeyPem, tampered, toBundle } from '@countersign/sandbox';
import { digestOf, sha256 } from '../../encoding';
import {
  changed,
  edited,
  envelope,
  fromBundle,
  inBundle,
  inLayer,
  keys,
  message,
  simpleSigning,
  statement,
  stranger,
  verify,
} from '../../__testUtils__/minted';
import { keyAuthority } from '../../trust';

const platform = keyAuthority('platform-key', publicKeyPem(keys));
const other = keyAuthority(
  'other-key',
  publicKeyPem(stranger.fulcio.root.keys),
);
const byKey = { signer: { type: 'key' as const, keys } };
const failed = (code: string) => ({ status: 'failed', code });
const file = Buffer.from('a release file');

describe('a key as an authority', () => {
  it.each([
    ['an envelope in a bundle', () => inBundle(envelope(statement(), byKey))],
    ['an envelope under .att', () => inLayer(envelope(statement(), byKey))],
    ['a payload under .sig', () => inLayer(message(simpleSigning(), byKey))],
    [
      'an envelope without a log entry',
      () => inBundle(envelope(statement(), { ...byKey, logEntry: 'none' })),
    ],
    [
      'a payload under .sig without a log entry',
      () => inLayer(message(simpleSigning(), { ...byKey, logEntry: 'none' })),
    ],
  ])('proves %s', (_, make) => {
    const evidence = verify(make(), { authority: platform });
    expect(evidence).toMatchObject({
      outcome: { status: 'proven', provenTimes: [] },
      signer: {
        type: 'key',
        fingerprint: platform.kind === 'key' && platform.fingerprint,
      },
      proofs: {
        signature: { status: 'proven' },
        chain: { status: 'proven' },
        sct: { status: 'absent' },
      },
    });
    expect(evidence.logEntry).toBeUndefined();
  });

  it('proves a file from its digest alone', () => {
    const material = inBundle(message(file, byKey));
    expect(
      verify(material, { authority: platform, subject: digestOf(file) })
        .outcome,
    ).toMatchObject({ status: 'proven' });
    expect(verify(material, { authority: platform }).outcome).toMatchObject(
      failed('subject-mismatch'),
    );
  });

  it('S1.5 leaves log entries unchecked, for it knows no log', () => {
    expect(
      verify(inBundle(envelope(statement(), byKey)), { authority: platform })
        .proofs,
    ).toMatchObject({
      set: { status: 'unchecked' },
      inclusion: { status: 'unchecked' },
      timestamp: { status: 'absent' },
    });
  });

  it.each([
    ['in a bundle', () => inBundle(envelope(statement(), byKey))],
    ['under .sig', () => inLayer(message(simpleSigning(), byKey))],
    [
      'without a log entry',
      () => inLayer(message(simpleSigning(), { ...byKey, logEntry: 'none' })),
    ],
  ])('S5.3 another key, %s, is an unknown authority', (_, make) => {
    const evidence = verify(make(), { authority: other });
    expect(evidence.outcome).toMatchObject(failed('unknown-authority'));
    expect(evidence.signer).toEqual({ type: 'key' });
  });

  it('S5.3 an entry that names nobody who can be read says nothing of the key', () => {
    const body = {
      kind: 'dsse',
      apiVersion: '0.0.1',
      spec: { signatures: [{ verifier: Buffer.from('x').toString('base64') }] },
    };
    const material = edited(inBundle(envelope(statement(), byKey)), bundle => {
      const { publicKey, tlogEntries } = bundle.verificationMaterial;
      publicKey.hint = '';
      tlogEntries[0].canonicalizedBody = Buffer.from(
        JSON.stringify(body),
      ).toString('base64');
    });
    expect(verify(material, { authority: other }).outcome).toMatchObject(
      failed('unknown-authority'),
    );
  });

  it('S2.1 a certificate is nobody to a key', () => {
    expect(
      verify(inBundle(envelope()), { authority: platform }).outcome,
    ).toMatchObject(failed('unknown-authority'));
  });

  it.each([
    [
      'in a bundle, whose hint names this key',
      () => inBundle(tampered(envelope(statement(), byKey))),
    ],
    [
      'under .att, whose log entry names this key',
      () => inLayer(tampered(envelope(statement(), byKey))),
    ],
    [
      'under .sig, whose log entry names this key',
      () => inLayer(tampered(message(simpleSigning(), byKey))),
    ],
  ])('changed content %s', (_, make) => {
    expect(verify(make(), { authority: platform }).outcome).toMatchObject(
      failed('signature-invalid'),
    );
  });

  it('GHSA-fx35-mq7g-6g98 a key that material brings is no trust', () => {
    const theirs = stranger.fulcio.root.keys;
    const forged = edited(
      inBundle(
        envelope(statement(), { signer: { type: 'key', keys: theirs } }),
      ),
      bundle => {
        const der = keys.publicKey.export({ type: 'spki', format: 'der' });
        bundle.verificationMaterial.publicKey = {
          hint: sha256(der).toString('base64'),
          rawBytes: 'AAAA',
        };
      },
    );
    expect(verify(forged, { authority: platform }).outcome).toMatchObject(
      failed('signature-invalid'),
    );
  });

  it('S7.2 a window that ends needs a proven time, and nothing proves one', () => {
    const ending = keyAuthority('ending', publicKeyPem(keys), {
      notAfter: new Date('2030-01-01T00:00:00Z'),
    });
    expect(
      verify(inBundle(envelope(statement(), byKey)), { authority: ending })
        .outcome,
    ).toMatchObject(failed('time-unproven'));
  });

  it('S7.2 a window that has not begun', () => {
    const later = keyAuthority('later', publicKeyPem(keys), {
      notBefore: new Date('2030-01-01T00:00:00Z'),
    });
    const material = inBundle(envelope(statement(), byKey));
    expect(verify(material, { authority: later }).outcome).toMatchObject(
      failed('certificate-not-valid-at-signing'),
    );
    expect(
      verify(material, {
        authority: later,
        now: new Date('2031-01-01T00:00:00Z'),
      }).outcome,
    ).toMatchObject({ status: 'proven' });
  });
});

describe('kinds of keys', () => {
  const pair = (make: () => { publicKey: KeyObject; privateKey: KeyObject }) =>
    make;
  const payload = Buffer.from(JSON.stringify(statement()));
  const payloadType = 'application/vnd.in-toto+json';
  const pae = dsse.preAuthEncoding(payloadType, payload);
  const pss = { padding: 6, saltLength: 32 };

  const cases = [
    [
      'P-256',
      pair(() => generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      'sha256',
      {},
    ],
    [
      'P-384 with SHA-384',
      pair(() => generateKeyPairSync('ec', { namedCurve: 'P-384' })),
      'sha384',
      {},
    ],
    [
      'P-384 with SHA-256',
      pair(() => generateKeyPairSync('ec', { namedCurve: 'P-384' })),
      'sha256',
      {},
    ],
    [
      'P-521 with SHA-512',
      pair(() => generateKeyPairSync('ec', { namedCurve: 'P-521' })),
      'sha512',
      {},
    ],
    [
      'RSA with PKCS #1',
      pair(() => generateKeyPairSync('rsa', { modulusLength: 2048 })),
      'sha256',
      {},
    ],
    [
      'RSA with PSS',
      pair(() => generateKeyPairSync('rsa', { modulusLength: 2048 })),
      'sha256',
      pss,
    ],
    ['Ed25519', pair(() => generateKeyPairSync('ed25519')), null, {}],
  ] as const;

  const bundleOf = (signature: Buffer) =>
    fromBundle({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' }, tlogEntries: [] },
      dsseEnvelope: {
        payload: payload.toString('base64'),
        payloadType,
        signatures: [{ keyid: '', sig: signature.toString('base64') }],
      },
    });
  const pemOf = (key: KeyObject) =>
    key.export({ type: 'spki', format: 'pem' }).toString();

  it.each(cases)('%s', (_, make, hash, options) => {
    const { publicKey, privateKey } = make();
    const authority = keyAuthority('key', pemOf(publicKey));
    const signature = sign(hash, pae, { key: privateKey, ...options });
    expect(verify(bundleOf(signature), { authority }).outcome).toMatchObject({
      status: 'proven',
    });
    signature[signature.length - 3] ^= 1;
    expect(verify(bundleOf(signature), { authority }).outcome).toMatchObject(
      failed('unknown-authority'),
    );
  });

  it.each([
    [
      'P-256',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      'proven',
      undefined,
    ],
    [
      'P-384',
      () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      'proven',
      undefined,
    ],
    [
      'P-521',
      () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
      'proven',
      undefined,
    ],
    [
      'RSA',
      () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
      'proven',
      undefined,
    ],
    [
      'Ed25519',
      () => generateKeyPairSync('ed25519'),
      'failed',
      'unsupported-format',
    ],
  ] as const)('a file by %s, from its digest', (_, make, status, code) => {
    const { publicKey, privateKey } = make();
    const authority = keyAuthority('key', pemOf(publicKey));
    const hash = publicKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    const bundle = {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' }, tlogEntries: [] },
      messageSignature: {
        messageDigest: {
          algorithm: 'SHA2_256',
          digest: sha256(file).toString('base64'),
        },
        signature: sign(hash, file, privateKey).toString('base64'),
      },
    };
    const { outcome } = verify(fromBundle(bundle), {
      authority,
      subject: digestOf(file),
    });
    expect(outcome).toMatchObject({ status, ...(code && { code }) });
    const broken = structuredClone(bundle);
    broken.messageSignature.signature = sign(
      hash,
      Buffer.from('other'),
      privateKey,
    ).toString('base64');
    expect(
      verify(fromBundle(broken), { authority, subject: digestOf(file) }).outcome
        .status,
    ).toBe('failed');
  });

  it('a digest of another hash cannot be tied to the file', () => {
    const bundle = toBundle(message(file, byKey)) as any;
    bundle.messageSignature.messageDigest.algorithm = 'SHA2_384';
    expect(
      verify(fromBundle(bundle), {
        authority: platform,
        subject: digestOf(file),
      }).outcome,
    ).toMatchObject(failed('unsupported-format'));
  });

  it('an empty annotation of a certificate is how cosign says that a key signed', () => {
    const material = inLayer(message(simpleSigning(), byKey));
    const annotations = {
      ...material.annotations,
      'dev.sigstore.cosign/certificate': '',
    };
    expect(
      verify(changed(material, { annotations }), { authority: platform })
        .outcome,
    ).toMatchObject({ status: 'proven' });
  });
});
