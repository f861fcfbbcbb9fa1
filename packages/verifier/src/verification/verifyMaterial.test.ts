import {
  personIdentity,
  tampered,
  withBrokenSignature,
} from '@countersign/sandbox';
import { digestOf } from '../encoding';
import {
  acme,
  edited,
  envelope,
  inBundle,
  inLayer,
  message,
  release,
  simpleSigning,
  statement,
  stranger,
  verify,
} from '../__testUtils__/minted';

const minutes = (count: number) =>
  new Date(Date.parse('2026-03-01T12:00:00Z') + count * 60_000);
const failed = (code: string) => ({ status: 'failed', code });
const file = Buffer.from('a release file');

describe('what is proven', () => {
  it.each([
    ['an envelope in a bundle', () => inBundle(envelope()), 'dsse 0.0.1'],
    ['an envelope under .att', () => inLayer(envelope()), 'dsse 0.0.1'],
    [
      'an envelope under .att with an intoto 0.0.1 entry',
      () => inLayer(envelope(statement(), { logEntry: 'intoto-0.0.1' })),
      'intoto 0.0.1',
    ],
    [
      'an envelope under .att with an intoto 0.0.2 entry',
      () => inLayer(envelope(statement(), { logEntry: 'intoto-0.0.2' })),
      'intoto 0.0.2',
    ],
    [
      'an envelope in a bundle with an intoto 0.0.2 entry',
      () => inBundle(envelope(statement(), { logEntry: 'intoto-0.0.2' })),
      'intoto 0.0.2',
    ],
    [
      'a payload under .sig',
      () => inLayer(message(simpleSigning())),
      'hashedrekord 0.0.1',
    ],
  ])('%s', (_, make, kind) => {
    const evidence = verify(make());
    expect(evidence).toMatchObject({
      outcome: { status: 'proven', provenTimes: ['2026-03-01T12:00:05.000Z'] },
      signer: {
        type: 'certificate',
        issuer: release.issuer,
        subject: release.subject,
        subjectType: 'uri',
      },
      logEntry: { kind, integratedAt: '2026-03-01T12:00:05.000Z' },
      authority: 'acme',
      authorityDigest: acme.digest,
    });
  });

  it('a signature over a file, from its digest alone', () => {
    const evidence = verify(inBundle(message(file)), {
      subject: digestOf(file),
    });
    expect(evidence.outcome).toMatchObject({ status: 'proven' });
    expect(evidence.statement).toEqual({ role: 'signature' });
  });

  it('S1.5 records each proof by itself', () => {
    expect(verify(inLayer(envelope())).proofs).toEqual({
      format: { status: 'proven' },
      signature: { status: 'proven' },
      chain: { status: 'proven' },
      validity: { status: 'proven' },
      sct: { status: 'proven' },
      set: { status: 'proven' },
      inclusion: { status: 'absent' },
      checkpoint: { status: 'absent' },
      timestamp: { status: 'absent' },
      subject: { status: 'proven' },
      claims: { status: 'proven' },
    });
    expect(verify(inBundle(envelope())).proofs).toMatchObject({
      inclusion: { status: 'proven' },
      checkpoint: { status: 'proven' },
    });
  });

  it('names every claim of the certificate', () => {
    expect(verify(inBundle(envelope())).signer).toMatchObject({
      claims: {
        sourceRepository: 'https://github.com/acme/payments',
        sourceRef: 'refs/tags/v1.0.0',
        runnerEnvironment: 'github-hosted',
        buildTrigger: 'push',
        tokenSubject: 'repo:acme/payments:ref:refs/tags/v1.0.0',
      },
      notBefore: '2026-03-01T12:00:00.000Z',
      notAfter: '2026-03-01T12:10:00.000Z',
    });
  });

  it('knows people by their address', () => {
    const person = envelope(statement(), {
      signer: {
        type: 'certificate',
        identity: personIdentity('ann@acme.test'),
      },
    });
    expect(verify(inBundle(person))).toMatchObject({
      outcome: { status: 'proven' },
      signer: {
        subject: 'ann@acme.test',
        subjectType: 'email',
        issuer: 'https://accounts.google.com',
      },
    });
  });
});

describe('S4.8 what fails, and with which code', () => {
  it.each([
    [
      'changed content of an envelope',
      () => inBundle(tampered(envelope())),
      'signature-invalid',
    ],
    [
      'changed content under .att',
      () => inLayer(tampered(envelope())),
      'signature-invalid',
    ],
    [
      'changed content under .sig',
      () => inLayer(tampered(message(simpleSigning()))),
      'signature-invalid',
    ],
    [
      'a changed signature',
      () => inBundle(withBrokenSignature(envelope())),
      'signature-invalid',
    ],
    [
      'content that is no JSON any more',
      () =>
        edited(inBundle(envelope()), bundle => {
          bundle.dsseEnvelope.payload = Buffer.from('{').toString('base64');
        }),
      'signature-invalid',
    ],
    [
      'another root',
      () => inBundle(envelope(statement(), { by: stranger })),
      'unknown-authority',
    ],
    [
      'another root, under .sig',
      () => inLayer(message(simpleSigning(), { by: stranger })),
      'unknown-authority',
    ],
    [
      'a signature after the certificate ended',
      () => inBundle(envelope(statement(), { loggedAt: minutes(11) })),
      'certificate-not-valid-at-signing',
    ],
    [
      'a signature before the certificate began',
      () => inLayer(envelope(statement(), { loggedAt: minutes(-1) })),
      'certificate-not-valid-at-signing',
    ],
    [
      'a late signature with an intoto 0.0.1 entry',
      () =>
        inLayer(
          envelope(statement(), {
            loggedAt: minutes(11),
            logEntry: 'intoto-0.0.1',
          }),
        ),
      'certificate-not-valid-at-signing',
    ],
    [
      'no log entry, so no time',
      () => inBundle(envelope(statement(), { logEntry: 'none' })),
      'time-unproven',
    ],
    [
      'no log entry under .sig',
      () => inLayer(message(simpleSigning(), { logEntry: 'none' })),
      'time-unproven',
    ],
    [
      'no SCT',
      () =>
        inBundle(envelope(statement(), { faults: { withoutTimestamp: true } })),
      'log-proof-invalid',
    ],
    [
      'an SCT that the log did not sign',
      () =>
        inBundle(envelope(statement(), { faults: { forgedTimestamp: true } })),
      'log-proof-invalid',
    ],
    [
      'a certificate for servers',
      () => inBundle(envelope(statement(), { faults: { wrongPurpose: true } })),
      'claims-disagree',
    ],
    [
      'a payload type that is no statement',
      () =>
        inBundle(envelope(statement(), { payloadType: 'application/json' })),
      'claims-disagree',
    ],
    [
      'a statement of another type',
      () =>
        inBundle(
          envelope(statement({ _type: 'https://in-toto.io/Statement/v1/' })),
        ),
      'claims-disagree',
    ],
    [
      'a signed payload that is no JSON',
      () => inBundle(envelope(Buffer.from('hello'))),
      'malformed',
    ],
    [
      'a statement without a predicate type',
      () => inBundle(envelope(statement({ predicateType: undefined }))),
      'malformed',
    ],
    [
      'a statement without subjects',
      () => inBundle(envelope(statement({ subject: [] }))),
      'malformed',
    ],
    [
      'a subject without SHA-256',
      () =>
        inBundle(
          envelope(statement({ subject: [{ digest: { sha512: 'ab' } }] })),
        ),
      'subject-mismatch',
    ],
    [
      'a payload under .sig of another type',
      () => inLayer(message(simpleSigning({ type: 'something else' }))),
      'claims-disagree',
    ],
    [
      'a payload under .sig without a digest',
      () => inLayer(message(simpleSigning({ image: {} }))),
      'subject-mismatch',
    ],
  ])('%s', (_, make, code) => {
    expect(verify(make()).outcome).toMatchObject(failed(code));
  });

  it.each([
    ['envelope', () => inBundle(envelope())],
    [
      '.att',
      () => inLayer(envelope(statement(), { logEntry: 'intoto-0.0.1' })),
    ],
    ['.sig', () => inLayer(message(simpleSigning()))],
    ['file', () => inBundle(message(file))],
  ])('S8.1 another digest: %s', (_, make) => {
    const evidence = verify(make(), { subject: digestOf('something else') });
    expect(evidence.outcome).toMatchObject(failed('subject-mismatch'));
    expect(evidence.proofs.signature.status).toBe('proven');
  });

  it('S8.1 says which digests it is about', () => {
    const other = (digit: string) => ({ digest: { sha256: digit.repeat(64) } });
    const evidence = verify(
      inBundle(envelope(statement({ subject: [other('a'), other('b')] }))),
    );
    expect(evidence.outcome).toEqual({
      ...failed('subject-mismatch'),
      message: `the signature is about sha256:${'a'.repeat(64)} and 1 more`,
    });
  });

  it('a wrong digest beside a right signature over a file', () => {
    const wrong = edited(inBundle(message(file)), bundle => {
      bundle.messageSignature.messageDigest.digest =
        Buffer.alloc(32).toString('base64');
    });
    expect(verify(wrong, { subject: digestOf(file) }).outcome).toMatchObject(
      failed('subject-mismatch'),
    );
    expect(verify(wrong).outcome).toMatchObject(failed('signature-invalid'));
  });

  it('S7.2 a proven time in the future fails', () => {
    const material = inBundle(envelope());
    const early = verify(material, { now: minutes(-2) });
    expect(early.outcome).toMatchObject(failed('time-unproven'));
    expect(early.statement).toMatchObject({ role: 'sbom' });
    expect(early.proofs).toMatchObject({
      validity: { status: 'failed', code: 'time-unproven' },
      subject: { status: 'proven' },
      claims: { status: 'proven' },
    });
    const other = verify(material, {
      now: minutes(-2),
      subject: digestOf('something else'),
    });
    expect(other.outcome).toMatchObject(failed('time-unproven'));
    expect(other.proofs.claims.status).not.toBe('proven');
    expect(verify(material, { now: minutes(0) }).outcome).toMatchObject({
      status: 'proven',
    });
  });

  it('S2.1 a key is nobody to a trust root', () => {
    const evidence = verify(
      inBundle(
        envelope(statement(), {
          signer: { type: 'key', keys: stranger.fulcio.root.keys },
        }),
      ),
    );
    expect(evidence.outcome).toMatchObject(failed('unknown-authority'));
    expect(evidence.proofs.signature.status).toBe('unchecked');
    expect(evidence.signer).toEqual({ type: 'key' });
  });

  it('S5.2 an authority of a kind that nobody knows proves nothing', () => {
    const authority = { ...acme, kind: 'other' } as unknown as typeof acme;
    expect(verify(inBundle(envelope()), { authority }).outcome).toMatchObject(
      failed('unknown-authority'),
    );
  });

  it('shows who says to have signed, also where nothing is proven', () => {
    expect(
      verify(inBundle(envelope(statement(), { by: stranger }))).signer,
    ).toMatchObject({ subject: release.subject });
    expect(
      verify(inBundle(envelope(statement(), { by: stranger }))).logEntry,
    ).toBeUndefined();
  });
});
