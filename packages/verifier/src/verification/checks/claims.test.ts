import {
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
} from '../../__testUtils__/minted';

const failed = (code: string) => ({ status: 'failed', code });

describe('S2.3 certificate and predicate', () => {
  const commit = release.claims?.sourceDigest;
  const provenance = (uri: string, sha1: string | undefined) =>
    statement({
      predicateType: 'https://slsa.dev/provenance/v0.2',
      predicate: {
        builder: { id: 'https://builder.test' },
        buildType: 'https://builder.test/workflow',
        invocation: { configSource: { uri, digest: { sha1 } } },
      },
    });
  const outcome = (content: object) =>
    verify(inBundle(envelope(content))).outcome;

  it.each([
    ['git+https://github.com/acme/payments@refs/tags/v1.0.0'],
    ['https://github.com/Acme/payments.git#refs/tags/v1.0.0'],
    ['git@github.com:acme/payments.git'],
  ])('agree: %s', uri => {
    expect(outcome(provenance(uri, commit))).toMatchObject({
      status: 'proven',
    });
  });

  it.each([
    [
      'another repository',
      'git+https://github.com/acme/cards@refs/tags/v1.0.0',
      commit,
    ],
    ['another host', 'git+https://github.com.evil.test/acme/payments', commit],
    ['something that is no repository', 'payments', commit],
    ['another commit', 'git+https://github.com/acme/payments', 'f'.repeat(40)],
    [
      'another ref',
      'git+https://github.com/acme/payments@refs/heads/main',
      commit,
    ],
  ])('disagree: %s', (_, uri, sha1) => {
    expect(outcome(provenance(uri, sha1))).toMatchObject(
      failed('claims-disagree'),
    );
  });

  it('disagree: SLSA v1', () => {
    const v1 = (repository: string) =>
      statement({
        predicateType: 'https://slsa.dev/provenance/v1',
        predicate: {
          buildDefinition: {
            buildType: 'https://builder.test/workflow',
            externalParameters: { workflow: { repository } },
          },
          runDetails: { builder: { id: 'https://builder.test' } },
        },
      });
    expect(outcome(v1('https://github.com/acme/payments'))).toMatchObject({
      status: 'proven',
    });
    expect(outcome(v1('https://github.com/acme/cards'))).toMatchObject(
      failed('claims-disagree'),
    );
  });
});

describe('what evidence keeps of a statement is short', () => {
  const long = 'x'.repeat(3_000);
  const digest = { sha256: subject.slice(7) };
  const slsa = 'https://slsa.dev/provenance/v0.2';

  it.each<[string, Parameters<typeof statement>[0]]>([
    ['predicate type', { predicateType: long }],
    ['name', { subject: [{ name: long, digest }] }],
    [
      'builder',
      {
        predicateType: slsa,
        predicate: { builder: { id: long }, buildType: 'x' },
      },
    ],
    [
      'level of a summary',
      {
        predicateType: 'https://slsa.dev/verification_summary/v1',
        predicate: {
          verifier: { id: 'https://verifier.test' },
          resourceUri: 'payments',
          verificationResult: 'PASSED',
          verifiedLevels: [long],
        },
      },
    ],
  ])('a long %s', (_, fields) => {
    const evidence = verify(inBundle(envelope(statement(fields))));
    expect(evidence.outcome).toMatchObject(failed('limit-exceeded'));
    expect(JSON.stringify(evidence).length).toBeLessThan(10_000);
  });

  it('a long reference of a signature', () => {
    const identity = { 'docker-reference': long };
    const evidence = verify(inLayer(message(simpleSigning({ identity }))));
    expect(evidence.outcome).toMatchObject(failed('limit-exceeded'));
    expect(JSON.stringify(evidence).length).toBeLessThan(10_000);
  });

  it('a long media type in a message', () => {
    const bundle = { mediaType: 'x'.repeat(1_000_000) };
    const { outcome } = verify(fromBundle(bundle));
    expect(outcome).toMatchObject(failed('unsupported-format'));
    expect(JSON.stringify(outcome).length).toBeLessThan(2_000);
  });
});
