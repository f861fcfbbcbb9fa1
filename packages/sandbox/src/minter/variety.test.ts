import {
  constants,
  createPublicKey,
  verify,
  X509Certificate,
} from 'node:crypto';
import { referenceRefusal } from '../__testUtils__/referenceVerifier';
import {
  extendedKeyUsages,
  generateKeyPair,
  SigstoreInstance,
  toBundle,
  workflowIdentity,
  type BundleVersion,
  type CertificateIdentity,
  type CertificateOptions,
  type HashName,
  type KeyKind,
  type LogRequest,
  type SignedMaterial,
  type SigningOptions,
} from '.';

const now = new Date('2026-06-01T12:00:00Z');
const root = SigstoreInstance.create({
  name: 'acme',
  clock: { now: () => now },
});
const identity = workflowIdentity({
  repository: 'acme-pay/ledger',
  ref: 'refs/tags/v1.2.3',
});
const message = Buffer.from('bytes of a release');

function signMessage(options: Partial<SigningOptions> = {}) {
  return root.sign(
    { type: 'message', bytes: message },
    { signer: { type: 'certificate', identity }, ...options },
  );
}

function signStatement(options: Partial<SigningOptions> = {}) {
  return root.sign(
    { type: 'dsse', payload: Buffer.from('{}') },
    { signer: { type: 'certificate', identity }, ...options },
  );
}

function leafOf({ verifier }: SignedMaterial): X509Certificate {
  if (verifier.type !== 'certificate') throw new Error('no leaf');
  return new X509Certificate(verifier.certificate);
}

const kinds: KeyKind[] = [
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'rsa-2048',
  'ed25519',
];
const hashOfItsSize: Partial<Record<KeyKind, HashName>> = {
  secp384r1: 'sha384',
  secp521r1: 'sha512',
};
const hashes: HashName[] = ['sha256', 'sha384', 'sha512'];

describe('keys', () => {
  it.each(
    kinds
      .filter(kind => kind !== 'ed25519')
      .flatMap(kind => hashes.map(hash => [kind, hash] as const)),
  )('%s signs with %s, logged and stamped', (kind, hash) => {
    const keys = generateKeyPair(kind);
    const inRekorV2 = hash === 'sha256' || hash === hashOfItsSize[kind];
    const logEntry: LogRequest[] = [{ kind: 'hashedrekord-0.0.1' }];
    if (inRekorV2) logEntry.push({ kind: 'hashedrekord-0.0.2' });
    const material = signMessage({
      signer: { type: 'key', keys },
      hash,
      logEntry,
      timestamps: [{}],
    });

    expect(
      referenceRefusal(material, {
        root,
        keys,
        tlogThreshold: logEntry.length,
        timestampThreshold: 2,
      }),
    ).toBe('accepted');
    expect(toBundle(material).messageSignature).toMatchObject({
      messageDigest: { algorithm: `SHA2_${hash.slice(3)}` },
    });
  });

  it.each(kinds)('%s is certified', kind => {
    const keys = generateKeyPair(kind);
    const signer = { type: 'certificate', identity, keys } as const;

    expect(referenceRefusal(signStatement({ signer }), { root })).toBe(
      'accepted',
    );
  });

  it('Ed25519 signs messages as they are, which the library does not read', () => {
    const keys = generateKeyPair('ed25519');
    const material = signMessage({ signer: { type: 'key', keys } });
    if (material.content.type !== 'message') throw new Error('no message');

    const { signature } = material.content;
    expect(verify(null, message, keys.publicKey, signature)).toBe(true);
    expect(referenceRefusal(material, { root, keys })).toBe('SIGNATURE_ERROR');
  });

  it('are refused by Rekor v2 with a digest that Sigstore does not name', () => {
    const keys = generateKeyPair('prime256v1');

    expect(() =>
      signMessage({
        signer: { type: 'key', keys },
        hash: 'sha384',
        logEntry: 'hashedrekord-0.0.2',
      }),
    ).toThrow('PKIX_ECDSA_P256_SHA_384');
  });

  it('RSA signs with the padding that it is told', () => {
    const keys = generateKeyPair('rsa-3072');
    const material = signMessage({
      signer: { type: 'key', keys },
      padding: 'pss',
      logEntry: 'hashedrekord-0.0.2',
    });
    if (material.content.type !== 'message') throw new Error('no message');

    const key = {
      key: keys.publicKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
    const { signature } = material.content;
    expect(verify('sha256', message, key, signature)).toBe(true);
    expect(material.logEntries[0].body.toString()).toContain(
      '"keyDetails":"PKIX_RSA_PSS_3072_SHA256"',
    );
  });
});

describe('bundles', () => {
  it.each<[BundleVersion, string]>([
    ['0.1', 'application/vnd.dev.sigstore.bundle+json;version=0.1'],
    ['0.2', 'application/vnd.dev.sigstore.bundle+json;version=0.2'],
    ['0.3', 'application/vnd.dev.sigstore.bundle.v0.3+json'],
  ])('have the form of version %s', (version, mediaType) => {
    const material = signStatement();

    expect(toBundle(material, { version }).mediaType).toBe(mediaType);
    expect(referenceRefusal(material, { root, version })).toBe('accepted');
  });
});

describe('certificates', () => {
  function issue(
    certificate: CertificateOptions,
    other: Partial<CertificateIdentity> = {},
  ) {
    const signer = {
      type: 'certificate',
      identity: { ...identity, ...other },
    } as const;
    return leafOf(signMessage({ signer, certificate }));
  }

  it('have the purposes that they are told', () => {
    expect(issue({}).keyUsage).toEqual([extendedKeyUsages.codeSigning]);
    expect(issue({ purposes: [] }).keyUsage).toBeUndefined();
    expect(
      issue({ purposes: Object.values(extendedKeyUsages) }).keyUsage,
    ).toHaveLength(3);
  });

  it('last as long as they are told', () => {
    const leaf = issue({ minutes: 60 });

    expect(leaf.validFromDate).toEqual(now);
    expect(leaf.validToDate).toEqual(new Date('2026-06-01T13:00:00Z'));
  });

  it('name whom they are told', () => {
    expect(issue({}, { subject: 'a@acme.test' }).subjectAltName).toBe(
      'email:a@acme.test',
    );
    const user = issue({}, { subject: 'deploy', subjectType: 'otherName' });
    expect(user.subjectAltName).toBe('othername:<unsupported>');
    // [0] with the OID 1.3.6.1.4.1.57264.1.7 and [0] with a UTF8String.
    const named = Buffer.from('060a2b0601040183bf300107a0080c06', 'hex');
    expect(
      user.raw.includes(Buffer.concat([named, Buffer.from('deploy')])),
    ).toBe(true);
    expect(
      issue({
        alternativeNames: [
          { type: 'uri', text: 'https://acme.test/a' },
          { type: 'email', text: 'b@acme.test' },
        ],
      }).subjectAltName,
    ).toBe('URI:https://acme.test/a, email:b@acme.test');
  });

  it('carry the old claims as plain text', () => {
    const claims = {
      workflowTrigger: 'push',
      workflowSha: 'c0ffee',
      workflowName: 'Release',
      workflowRepository: 'acme-pay/ledger',
      workflowRef: 'refs/tags/v1.2.3',
    };
    const { raw } = issue({}, { claims });

    Object.values(claims).forEach((text, i) => {
      // OID 1.3.6.1.4.1.57264.1.<i + 2>, then an OCTET STRING with the text alone.
      const encoded = Buffer.concat([
        Buffer.from('2b0601040183bf3001', 'hex'),
        Buffer.from([i + 2, 0x04, text.length]),
        Buffer.from(text),
      ]);
      expect(raw.includes(encoded)).toBe(true);
    });
  });

  it('hold the key that signed', () => {
    const keys = generateKeyPair('secp384r1');
    const leaf = leafOf(
      signMessage({ signer: { type: 'certificate', identity, keys } }),
    );

    expect(leaf.publicKey.equals(createPublicKey(keys.privateKey))).toBe(true);
  });
});
