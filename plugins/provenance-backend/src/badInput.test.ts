import type { Digest } from '@countersign/domain';
import { attachBundle, pushImage, type Repository } from '@countersign/sandbox';
import { migratedDatabase } from './__testUtils__/databases';
import {
  artifact,
  attachSignatureAnnotation,
  issuer,
  rules,
  signedImage,
} from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';

jest.setTimeout(60_000);

describe('bad input', () => {
  let portal: Portal;

  beforeEach(async () => {
    portal = await startPortal({
      knex: await migratedDatabase('SQLITE_3'),
      rules,
    });
  });

  afterEach(() => portal.close());

  /** A good neighbour proves each time that nobody else's verdict was lost. */
  async function lookBesideGoodOne(annotation: (portal: Portal) => string) {
    const good = signedImage(portal, 'good');
    const usages = await portal.look([
      component('good', artifact(good.reference)),
      component('bad', annotation(portal)),
    ]);
    const of = (name: string) =>
      usages.filter(u => u.entityRef === `component:default/${name}`);
    expect(of('good')).toMatchObject([
      { verdict: 'trusted', reason: { code: 'accepted' } },
    ]);
    return of('bad');
  }

  it.each([
    ['not YAML', 'a: [', /line 1/i],
    ['not a list', 'reference: x', /not a list/],
    ['empty', '', /not a list/],
    ['an empty list', '[]', /names no artifact/],
    ['too long', `- reference: ${'x'.repeat(40_000)}`, /at most/],
    ['deeply nested', '['.repeat(20_000), /./],
    ['too many items', '- reference: x\n'.repeat(300), /at most 200/],
  ])(
    'an annotation that is %s is one usage without a repository',
    async (_name, text, message) => {
      const usages = await lookBesideGoodOne(() => text);
      expect(usages).toMatchObject([
        {
          verdict: 'inconclusive',
          decision: 'deny',
          reason: { code: 'annotation-invalid' },
        },
      ]);
      expect(usages[0].repository).toBeUndefined();
      expect(usages[0].reason.parameters.message).toMatch(message);
    },
  );

  it.each([
    ['an unknown field', 'signer: me', /Line 3.*unknown field "signer"/],
    [
      'a field of the wrong type',
      'location: 7',
      /Line 3.*"location" must be text/,
    ],
    ['an unknown kind', 'kind: image', /Line 3.*"kind" is none of/],
    ['a key twice', 'environment: dev\n  environment: prod', /Line 3.*twice/],
    ['an alias', 'location: *x', /alias|anchor/i],
    ['a NUL', 'location: "a\\0b"', /cannot be printed/],
  ])('an item with %s spoils itself alone', async (_name, field, message) => {
    const usages = await lookBesideGoodOne(({ registry }) => {
      const reference = `${registry.host}/acme/good:1`;
      return `- reference: ${reference}\n  environment: dev\n- reference: ${reference}\n  ${field}\n`;
    });
    expect(usages).toHaveLength(2);
    expect(
      usages.find(u => u.environment === 'dev' && u.verdict === 'trusted'),
    ).toBeDefined();
    const bad = usages.find(u => u.verdict === 'inconclusive');
    expect(bad).toMatchObject({ reason: { code: 'annotation-invalid' } });
    expect(bad!.reason.parameters.message).toMatch(message);
  });

  it.each([
    ['!!', 'annotation-invalid'],
    ['git::https://github.com/acme/x.git', 'unsupported-reference'],
  ])('the reference %s is %s', async (text, code) => {
    const usages = await lookBesideGoodOne(() => `- reference: "${text}"`);
    expect(usages).toMatchObject([
      { verdict: 'inconclusive', reason: { code }, repository: text },
    ]);
  });

  it('two references for one place are refused with both lines', async () => {
    const [usage, ...others] = await lookBesideGoodOne(
      ({ registry: { host } }) =>
        `- reference: ${host}/acme/good:1\n- reference: ${host}/acme/good:2\n`,
    );
    expect(others).toEqual([]);
    expect(usage).toMatchObject({
      verdict: 'inconclusive',
      reason: { code: 'annotation-invalid' },
    });
    expect(usage.reason.parameters.message).toMatch(/Lines 1 and 2/);
  });

  it('a host that is not allowed is never asked', async () => {
    const usages = await lookBesideGoodOne(
      () => '- reference: evil.example/x:1',
    );
    expect(usages).toMatchObject([
      { verdict: 'inconclusive', reason: { code: 'host-not-allowed' } },
    ]);
  });

  it.each([
    [401, 'access-denied'],
    [403, 'access-denied'],
    [404, 'artifact-not-found'],
    [429, 'rate-limited'],
    [500, 'registry-unreachable'],
  ] as const)(
    'a registry that answers %s is inconclusive, %s',
    async (status, code) => {
      const usages = await lookBesideGoodOne(({ registry }) => {
        registry.setFault('acme/bad', { kind: 'status', status });
        return artifact(`${registry.host}/acme/bad:1`);
      });
      expect(usages).toMatchObject([
        { verdict: 'inconclusive', decision: 'deny', reason: { code } },
      ]);
    },
  );

  it.each([
    ['garbage', 'digest-mismatch'],
    ['endless', 'limit-exceeded'],
    ['truncated', 'registry-unreachable'],
    ['down', 'registry-unreachable'],
    ['wrong-bytes', 'digest-mismatch'],
  ] as const)(
    'a registry that serves %s manifests is inconclusive, %s',
    async (kind, code) => {
      const usages = await lookBesideGoodOne(p => {
        const { reference, repository } = signedImage(p, 'bad');
        p.registry.setFault('acme/bad', { kind });
        return artifact(`${reference}@${repository.tags.get('1')}`);
      });
      expect(usages).toMatchObject([
        { verdict: 'inconclusive', decision: 'deny', reason: { code } },
      ]);
    },
  );

  it('S5.4 does not call unsigned what it could not see', async () => {
    const usages = await lookBesideGoodOne(p => {
      const { registry } = p;
      pushImage(registry.repository('acme/bad'), { tag: '1' });
      registry.setFault('acme/bad', {
        kind: 'status',
        status: 500,
        on: '/referrers/',
      });
      return artifact(`${registry.host}/acme/bad:1`);
    });
    expect(usages).toMatchObject([
      { verdict: 'inconclusive', reason: { code: 'registry-unreachable' } },
    ]);
  });

  const stranger = {
    'a bundle of 50 MB': (repository: Repository, subject: Digest) =>
      attachBundle(repository, subject, Buffer.alloc(50 * 1024 * 1024, 0x20)),
    'a bundle that is a page': (repository: Repository, subject: Digest) =>
      attachBundle(repository, subject, Buffer.from('<html>')),
    'a signature that is not base64': (
      repository: Repository,
      subject: Digest,
    ) => attachSignatureAnnotation(repository, subject, '%%%'),
  };

  it.each([
    ['a bundle of 50 MB', 'inconclusive', 'limit-exceeded'],
    ['a bundle that is a page', 'inconclusive', 'malformed'],
    ['a signature that is not base64', 'inconclusive', 'malformed'],
  ] as const)('%s alone is %s, %s', async (name, verdict, code) => {
    const usages = await lookBesideGoodOne(({ registry }) => {
      const repository = registry.repository('acme/bad');
      const { digest } = pushImage(repository, { tag: '1' });
      stranger[name](repository, digest);
      return artifact(`${registry.host}/acme/bad:1`);
    });
    expect(usages).toMatchObject([
      { verdict, decision: 'deny', reason: { code } },
    ]);
  });

  it.each(Object.entries(stranger))(
    'S5.2 %s beside a good signature changes nothing',
    async (_name, attach) => {
      const usages = await lookBesideGoodOne(p => {
        const { reference, repository } = signedImage(p, 'bad', {
          layout: 'referrer',
        });
        attach(repository, repository.tags.get('1')!);
        return artifact(reference);
      });
      expect(usages).toMatchObject([
        { verdict: 'trusted', decision: 'allow', reason: { code: 'accepted' } },
      ]);
    },
  );

  it('HTML and bidirectional text in a subject stay data', async () => {
    const subject = 'https://github.com/acme/<script>\u202egnp.exe';
    const usages = await lookBesideGoodOne(p => {
      const { reference } = signedImage(p, 'bad', {
        signer: {
          type: 'certificate',
          identity: { issuer, subject, subjectType: 'uri' },
        },
      });
      return artifact(reference);
    });
    expect(usages).toMatchObject([
      { verdict: 'untrusted', reason: { code: 'signer-not-accepted' } },
    ]);
  });
});
