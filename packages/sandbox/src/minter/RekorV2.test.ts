import { createHash } from 'node:crypto';
import {
  referenceRefusal,
  referenceVerify,
  type ReferenceOptions,
} from '../__testUtils__/referenceVerifier';
import {
  generateKeyPair,
  RekorV2,
  SigstoreInstance,
  tampered,
  toBundle,
  workflowIdentity,
  type SignedMaterial,
  type SigningOptions,
} from '.';

const now = new Date('2026-06-01T12:00:00Z');
const clock = { now: () => now };
const root = SigstoreInstance.create({ name: 'acme', clock });
const ecdsaLog = RekorV2.create('ecdsa.rekor.acme.test', { key: 'prime256v1' });
const options: SigningOptions = {
  signer: {
    type: 'certificate',
    identity: workflowIdentity({
      repository: 'acme-pay/ledger',
      ref: 'refs/tags/v1.2.3',
    }),
  },
};
const message = Buffer.from('bytes of a release');
const statement = Buffer.from(
  '{"_type":"https://in-toto.io/Statement/v1","subject":[]}',
);

function signMessage(more: Partial<SigningOptions> = {}) {
  return root.sign(
    { type: 'message', bytes: message },
    { ...options, logEntry: 'hashedrekord-0.0.2', ...more },
  );
}

function signStatement(more: Partial<SigningOptions> = {}) {
  return root.sign(
    { type: 'dsse', payload: statement },
    { ...options, logEntry: 'hashedrekord-0.0.2', ...more },
  );
}

function refusal(
  material: SignedMaterial,
  more: Partial<ReferenceOptions> = {},
) {
  return referenceRefusal(material, { root, logs: [ecdsaLog], ...more });
}

function bodyOf(material: SignedMaterial) {
  return JSON.parse(material.logEntries[0].body.toString());
}

describe('RekorV2', () => {
  it.each([
    ['a message', () => signMessage()],
    ['an envelope, by its digest', () => signStatement()],
    ['an envelope', () => signStatement({ logEntry: 'dsse-0.0.2' })],
  ])('logs %s so that the reference library accepts it', (_, mint) => {
    const material = mint();

    expect(() => referenceVerify(material, { root })).not.toThrow();
    expect(material.logEntries[0].promise).toBeUndefined();
    expect(material.timestamps).toHaveLength(1);
  });

  it('logs on P-256 as well', () => {
    const kind = 'hashedrekord-0.0.2';
    const material = signMessage({ logEntry: [{ kind, log: ecdsaLog }] });

    expect(refusal(material)).toBe('accepted');
    expect(refusal(material, { logs: [] })).toBe('TLOG_INCLUSION_PROOF_ERROR');
  });

  it('proves inclusion for every entry of a growing log', () => {
    for (let i = 0; i < 20; i++)
      expect(refusal(signMessage())).toBe('accepted');
  });

  it('puts several entries of several logs into one bundle', () => {
    const material = signMessage({
      logEntry: [
        { kind: 'hashedrekord-0.0.1' },
        { kind: 'hashedrekord-0.0.2' },
        { kind: 'hashedrekord-0.0.2', log: ecdsaLog },
      ],
    });

    expect(material.timestamps).toHaveLength(0);
    expect(refusal(material, { tlogThreshold: 3, timestampThreshold: 1 })).toBe(
      'accepted',
    );
  });

  it('writes entries as rekor-tiles does', () => {
    const material = signMessage();
    const digest = createHash('sha256').update(message).digest('base64');

    expect(bodyOf(material)).toEqual({
      apiVersion: '0.0.2',
      kind: 'hashedrekord',
      spec: {
        hashedRekordV002: {
          data: { algorithm: 'SHA2_256', digest },
          signature: {
            content: expect.any(String),
            verifier: {
              keyDetails: 'PKIX_ECDSA_P256_SHA_256',
              x509Certificate: { rawBytes: expect.any(String) },
            },
          },
        },
      },
    });
    expect(bodyOf(signStatement({ logEntry: 'dsse-0.0.2' })).spec).toEqual({
      dsseV002: {
        payloadHash: {
          algorithm: 'SHA2_256',
          digest: createHash('sha256').update(statement).digest('base64'),
        },
        signatures: [
          { content: expect.any(String), verifier: expect.any(Object) },
        ],
      },
    });
  });

  it('says in bundles neither a time nor a promise', () => {
    const [entry] = toBundle(signMessage()).verificationMaterial
      .tlogEntries as Record<string, unknown>[];

    expect(entry).not.toHaveProperty('integratedTime');
    expect(entry).not.toHaveProperty('inclusionPromise');
    expect(entry).toMatchObject({
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
      logId: { keyId: root.rekorV2.id.toString('base64') },
    });
  });

  it('has the key id of C2SP notes, and a line of its witness', () => {
    const [origin, , , , own, witness] =
      signMessage().logEntries[0].inclusionProof.checkpoint.split('\n');
    const keyHint = (line: string) =>
      Buffer.from(line.split(' ')[2], 'base64').subarray(0, 4);

    expect(origin).toBe('log2026-1.rekor.acme.test');
    expect(own).toContain(`\u2014 ${origin} `);
    expect(keyHint(own)).toEqual(root.rekorV2.id.subarray(0, 4));
    expect(witness).toContain('\u2014 witness.sandbox.test ');
    // Key hint, seconds, signature.
    expect(Buffer.from(witness.split(' ')[2], 'base64')).toHaveLength(76);
  });

  it('takes the signatures of a key', () => {
    const keys = generateKeyPair('ed25519');
    const material = signStatement({ signer: { type: 'key', keys } });

    expect(refusal(material, { keys })).toBe('accepted');
    expect(
      bodyOf(material).spec.hashedRekordV002.signature.verifier,
    ).toMatchObject({ keyDetails: 'PKIX_ED25519', publicKey: {} });
  });

  it('is refused by the library where the content, the log or the time is wrong', () => {
    const stranger = RekorV2.create(root.rekorV2.host);
    const kind = 'hashedrekord-0.0.2';

    expect(refusal(tampered(signStatement()))).toBe('TLOG_BODY_ERROR');
    expect(refusal(signMessage({ logEntry: [{ kind, log: stranger }] }))).toBe(
      'TLOG_INCLUSION_PROOF_ERROR',
    );
    expect(refusal(signMessage({ timestamps: [] }))).toBe('TIMESTAMP_ERROR');
  });

  it('takes no entries of the other version', () => {
    expect(() =>
      signMessage({
        logEntry: [{ kind: 'hashedrekord-0.0.1', log: root.rekorV2 }],
      }),
    ).toThrow('takes no hashedrekord-0.0.1 entries');
  });
});
