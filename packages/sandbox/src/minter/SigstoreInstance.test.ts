import { X509Certificate } from 'node:crypto';
import {
  referenceRefusal,
  referenceVerify,
  type ReferenceOptions,
} from '../__testUtils__/referenceVerifier';
import {
  generateKeyPair,
  personIdentity,
  SigstoreInstance,
  tampered,
  withBrokenSignature,
  workflowIdentity,
  type SignedMaterial,
  type Signer,
  type SigningOptions,
} from '.';

const now = new Date('2026-06-01T12:00:00Z');
const clock = { now: () => now };
const instance = SigstoreInstance.create({ name: 'acme', clock });
const release: Signer = {
  type: 'certificate',
  identity: workflowIdentity({
    repository: 'acme-pay/ledger',
    ref: 'refs/tags/v1.2.3',
  }),
};
const message = Buffer.from('bytes of a release');
const statement = Buffer.from(
  '{"_type":"https://in-toto.io/Statement/v1","subject":[]}',
);

function verify(
  material: SignedMaterial,
  options: Partial<ReferenceOptions> = {},
) {
  return referenceVerify(material, { root: instance, ...options });
}

function refusal(
  material: SignedMaterial,
  options: Partial<ReferenceOptions> = {},
): string {
  return referenceRefusal(material, { root: instance, ...options });
}

function signMessage(options: Partial<SigningOptions> = {}) {
  return instance.sign(
    { type: 'message', bytes: message },
    { signer: release, ...options },
  );
}

function signStatement(options: Partial<SigningOptions> = {}) {
  return instance.sign(
    { type: 'dsse', payload: statement },
    { signer: release, ...options },
  );
}

describe('SigstoreInstance', () => {
  it('mints message signatures that the reference library accepts', () => {
    const signer = verify(signMessage());

    expect(signer.identity).toMatchObject({
      subjectAlternativeName:
        'https://github.com/acme-pay/ledger/.github/workflows/release.yml@refs/tags/v1.2.3',
      extensions: { issuer: 'https://token.actions.githubusercontent.com' },
    });
  });

  it.each(['dsse-0.0.1', 'intoto-0.0.2'] as const)(
    'mints envelopes with a log entry %s that the reference library accepts',
    logEntry => {
      expect(() => verify(signStatement({ logEntry }))).not.toThrow();
    },
  );

  it('mints intoto 0.0.1 entries, of which the library refuses the kind alone', () => {
    const material = signStatement({ logEntry: 'intoto-0.0.1' });

    expect(refusal(material)).toBe('TLOG_BODY_ERROR');
    expect(JSON.parse(material.logEntries[0].body.toString())).toMatchObject({
      apiVersion: '0.0.1',
      kind: 'intoto',
      spec: { content: { hash: { algorithm: 'sha256' } } },
    });
  });

  it('proves inclusion for every entry of a growing log', () => {
    for (let i = 0; i < 20; i++)
      expect(() => verify(signMessage())).not.toThrow();
  });

  it('signs for a person by e-mail address', () => {
    const identity = personIdentity('release@acme.example');
    const material = signMessage({ signer: { type: 'certificate', identity } });

    expect(verify(material).identity?.subjectAlternativeName).toBe(
      'release@acme.example',
    );
  });

  it('carries every claim in its Fulcio extension', () => {
    const identity = workflowIdentity({
      repository: 'acme-pay/ledger',
      ref: 'refs/tags/v1.2.3',
      environment: 'production',
    });
    const oids = verify(
      signMessage({ signer: { type: 'certificate', identity } }),
    ).identity?.oids?.map(oid => oid.oid!.id.join('.'));

    const oldForm = [1, 2, 3, 4, 5, 6];
    const numbers = [
      ...oldForm,
      ...Array.from({ length: 17 }, (_, i) => i + 8),
    ];
    expect(oids).toEqual(
      expect.arrayContaining(numbers.map(n => `1.3.6.1.4.1.57264.1.${n}`)),
    );
  });

  it('signs with a key, with and without a log entry', () => {
    const keys = generateKeyPair();
    const signer: Signer = { type: 'key', keys };

    expect(refusal(signMessage({ signer }), { keys })).toBe('accepted');
    expect(
      refusal(signMessage({ signer, logEntry: 'none' }), {
        keys,
        tlogThreshold: 0,
      }),
    ).toBe('accepted');
    expect(refusal(signMessage({ signer }), { keys: generateKeyPair() })).toBe(
      'SIGNATURE_ERROR',
    );
  });

  it('issues certificates that OpenSSL reads and chains', () => {
    const material = signMessage();
    if (material.verifier.type !== 'certificate') throw new Error('no leaf');
    const [intermediate, root] = material.verifier.chain.map(
      der => new X509Certificate(der),
    );
    const leaf = new X509Certificate(material.verifier.certificate);

    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    expect(intermediate.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(intermediate)).toBe(true);
    expect(root.ca).toBe(true);
    expect(leaf.subjectAltName).toContain('URI:https://github.com/acme-pay/');
    expect(leaf.validToDate.getTime() - leaf.validFromDate.getTime()).toBe(
      600_000,
    );
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.3']);
  });

  it('is the same instance after a snapshot, and goes on signing', () => {
    const earlier = signMessage();
    const again = SigstoreInstance.fromJSON(
      JSON.parse(JSON.stringify(instance)),
      clock,
    );

    expect(again.trustedRoot()).toEqual(instance.trustedRoot());
    expect(refusal(earlier, { root: again })).toBe('accepted');
    const later = again.sign(
      { type: 'message', bytes: message },
      { signer: release },
    );
    expect(refusal(later)).toBe('accepted');
  });
});

describe('what SigstoreInstance mints wrong on purpose', () => {
  const later = new Date(now.getTime() + 3_600_000);
  const foreign = SigstoreInstance.create({ name: 'acme', clock });

  it.each([
    [
      'CERTIFICATE_ERROR',
      'signed after the certificate ended',
      () => signMessage({ loggedAt: later }),
    ],
    [
      'CERTIFICATE_ERROR',
      'no certificate timestamp',
      () => signMessage({ faults: { withoutTimestamp: true } }),
    ],
    [
      'CERTIFICATE_ERROR',
      'a forged certificate timestamp',
      () => signMessage({ faults: { forgedTimestamp: true } }),
    ],
    [
      'CERTIFICATE_ERROR',
      'a root of the same name',
      () =>
        foreign.sign({ type: 'message', bytes: message }, { signer: release }),
    ],
    [
      'TIMESTAMP_ERROR',
      'no log entry',
      () => signMessage({ logEntry: 'none' }),
    ],
    [
      'TLOG_BODY_ERROR',
      'a changed payload',
      () => tampered(signStatement({ logEntry: 'dsse-0.0.1' })),
    ],
    ['SIGNATURE_ERROR', 'changed bytes', () => tampered(signMessage())],
    [
      'TLOG_BODY_ERROR',
      'a broken signature',
      () => withBrokenSignature(signMessage()),
    ],
  ])('is refused with %s: %s', (code, _, mint) => {
    expect(refusal(mint())).toBe(code);
  });

  it('writes the wrong purpose where told, which the library does not look at', () => {
    const material = signMessage({ faults: { wrongPurpose: true } });
    if (material.verifier.type !== 'certificate') throw new Error('no leaf');
    const leaf = new X509Certificate(material.verifier.certificate);

    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });
});
