import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  signImage,
  SigstoreInstance,
  workflowIdentity,
} from '@countersign/sandbox';
import { Company, release } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';
import type { Report } from '../output';

describe('ct verify', () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.start();
  });
  afterAll(() => company.close());
  beforeEach(() => company.registry.requests.clear());

  const verify = (...args: string[]) => ct(['verify', ...args]);
  const reportOn = async (...args: string[]) => {
    const { code, output } = await verify(...args, '--json');
    const report: Report = JSON.parse(output);
    return { code, report };
  };

  it('trusts an image that the named identity signed', async () => {
    const { reference, digest } = company.image('payments');
    const { code, output, words } = await verify(
      reference,
      ...company.identity,
    );
    expect(output.split('\n').slice(0, 8)).toEqual([
      `trusted: ${reference}`,
      '  why        Signed by GitHub Actions · acme/payments · release.yml · tag v1.0.0, as rule “command line” asks.',
      `  digest     ${digest}`,
      '  signer     GitHub Actions · acme/payments · release.yml · tag v1.0.0',
      `             ${release.subject}`,
      `             issuer ${release.issuer}, proven by trusted-root`,
      `  source     https://github.com/acme/payments refs/tags/v1.0.0 ${release.claims?.sourceDigest}`,
      '  signed     2026-03-01T12:00:05.000Z',
    ]);
    expect(output).toMatch(
      /\n {2}log entry {2}\d+ of log [0-9a-f]{64} \(hashedrekord 0\.0\.1\)\n$/,
    );
    expect(words).toBe('');
    expect(code).toBe(0);
  });

  it.each<[string, Partial<Record<'subject' | 'issuer', string>>, string]>([
    [
      'another workflow',
      { subject: `${release.subject}x` },
      'ref-not-accepted',
    ],
    [
      'another case',
      { subject: release.subject.toUpperCase() },
      'signer-not-accepted',
    ],
    ['a star', { subject: 'https://github.com/**' }, 'signer-not-accepted'],
    [
      'a star for the tag',
      { subject: release.subject.replace('v1.0.0', 'v*') },
      'ref-not-accepted',
    ],
    ['a part', { subject: 'acme/payments' }, 'signer-not-accepted'],
    ['a regular expression', { subject: '.*' }, 'signer-not-accepted'],
    ['another issuer', { issuer: 'https://gitlab.com' }, 'signer-not-accepted'],
  ])('S2.2 does not take %s for the signer', async (_, change, code) => {
    const { reference } = company.image('payments');
    const { subject, issuer } = { ...release, ...change };
    const answer = await reportOn(
      reference,
      ...[
        '--certificate-identity',
        subject,
        '--certificate-oidc-issuer',
        issuer,
      ],
      ...['--trusted-root', company.root],
    );
    expect(answer.report).toMatchObject({
      verdict: 'untrusted',
      reason: { code },
    });
    expect(answer.code).toBe(1);
  });

  it('S4.8 shows the signature that the reason speaks of, whatever lies before it', async () => {
    const { reference, digest } = company.image('mixed', 'unsigned');
    const repository = company.registry.repository('acme/mixed');
    const near = { repository: 'acme/payments', ref: 'refs/heads/dev' };
    const far = { repository: 'evil/corp', ref: 'refs/heads/main' };
    for (const one of [far, near])
      signImage({
        repository,
        subject: digest,
        sigstore: company.sigstore,
        signer: { type: 'certificate', identity: workflowIdentity(one) },
      });
    const { output } = await verify(reference, ...company.identity);
    expect(output).toContain('but from refs/heads/dev');
    expect(output).toMatch(/ {2}signer +GitHub Actions · acme\/payments /);
  });

  it('S2.1 does not take the same name under another root', async () => {
    const other = SigstoreInstance.create({
      name: 'other',
      clock: { now: () => new Date('2026-03-01T12:00:00Z') },
    });
    const repository = company.registry.repository('acme/impostor');
    const { reference, digest } = company.image('impostor', 'unsigned');
    signImage({
      repository,
      subject: digest,
      sigstore: other,
      signer: { type: 'certificate', identity: release },
    });
    const { code, report } = await reportOn(reference, ...company.identity);
    expect(report).toMatchObject({
      verdict: 'untrusted',
      reason: { code: 'unknown-authority' },
    });
    expect(code).toBe(1);
  });

  it('calls an image unsigned that nobody signed', async () => {
    const { reference } = company.image('plain', 'unsigned');
    const { code, output } = await verify(reference, ...company.identity);
    expect(output).toContain(
      `unsigned: ${reference}\n  why     Not signed (nothing-found)\n`,
    );
    expect(output).toContain('fix     Let the release workflow sign');
    expect(code).toBe(2);
  });

  it.each([
    ['an outage', { kind: 'status', status: 503 }, 'registry-unreachable'],
    ['a refusal', { kind: 'status', status: 403 }, 'access-denied'],
    [
      'a signature that cannot be asked for',
      { kind: 'status', status: 500, on: '.sig' },
      'registry-unreachable',
    ],
  ] as const)(
    'S5.1 cannot tell after %s',
    async (name, fault, code) => {
      const image = name.replace(/ /g, '-');
      const { reference } = company.image(image, 'unsigned');
      company.registry.setFault(`acme/${image}`, fault);
      const answer = await reportOn(reference, ...company.identity);
      expect(answer.report).toMatchObject({
        verdict: 'inconclusive',
        origin: 'infrastructure',
        reason: { code },
      });
      expect(answer.code).toBe(3);
    },
    60_000,
  );

  it('S5.1 says what the outage is, of the artifact and of a child', async () => {
    const { output } = await verify(
      '127.0.0.1:1/acme/a:v1',
      ...company.identity,
    );
    expect(output).toMatch(
      / {2}problem {2}127\.0\.0\.1:1 could not be reached: .*ECONNREFUSED.* \(registry-unreachable\)\n/,
    );
    const platforms = ['linux/amd64', 'linux/arm64'];
    const { reference } = company.image('half', 'unsigned', platforms);
    const repository = company.registry.repository('acme/half');
    const index = JSON.parse(String(repository.resolve('v1')?.bytes));
    const child: string = index.manifests[0].digest;
    company.registry.setFault('acme/half', {
      kind: 'status',
      status: 503,
      on: child.slice('sha256:'.length),
    });
    const { report, code } = await reportOn(reference, ...company.identity);
    expect(report.sources).toContainEqual(
      expect.objectContaining({ subject: child, status: 'failed' }),
    );
    expect(code).toBe(3);
  }, 30_000);

  it('S5.2 cannot tell of a tag that is not there', async () => {
    company.image('payments');
    const { code, report } = await reportOn(
      `${company.registry.host}/acme/payments:v2`,
      ...company.identity,
    );
    expect(report).toMatchObject({
      verdict: 'inconclusive',
      origin: 'configuration',
      reason: { code: 'artifact-not-found' },
    });
    expect(code).toBe(3);
  });

  it('S5.2 a host that only a redirect names is not contacted', async () => {
    const file = await reportOn(
      `http://${company.registry.host}/v2/`,
      ...company.identity,
    );
    expect(file.report.verdict).not.toBe('trusted');
    const { report, code } = await reportOn(
      'http://files.example.com/a.tgz',
      ...company.identity,
    );
    expect(report).toMatchObject({
      verdict: 'inconclusive',
      reason: { code: 'host-not-allowed' },
    });
    expect(code).toBe(3);
  });

  it('S8.2 trusts an index through its signed children', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const { reference, digest } = company.image('many', 'unsigned', platforms);
    const repository = company.registry.repository('acme/many');
    const index = JSON.parse(String(repository.resolve('v1')?.bytes));
    const sign = (child: { digest: never }) =>
      signImage({
        repository,
        subject: child.digest,
        sigstore: company.sigstore,
        signer: { type: 'certificate', identity: release },
      });
    sign(index.manifests[0]);
    expect(
      (await reportOn(reference, ...company.identity)).report.verdict,
    ).not.toBe('trusted');
    sign(index.manifests[1]);
    const { report, code } = await reportOn(reference, ...company.identity);
    expect(report).toMatchObject({ digest, verdict: 'trusted' });
    expect(code).toBe(0);
  });

  it.each([
    ['an outage', '127.0.0.1:1/acme/a:v1', /run it again when it answers/],
    ['a missing tag', 'acme/payments:v9', /Correct the reference or the path/],
    [
      'another host',
      'http://a.example/b.tgz',
      /name the host with --allow-host/,
    ],
  ])('says what to do here about %s', async (_, name, fix) => {
    company.image('payments');
    const reference = name.startsWith('acme/')
      ? `${company.registry.host}/${name}`
      : name;
    const { output } = await verify(reference, ...company.identity);
    expect(output).toMatch(fix);
    expect(output).not.toMatch(
      /portal|platform team|operators|catalog|by itself/,
    );
  });

  describe('with a key', () => {
    it('trusts what the key signed, and nothing else', async () => {
      const signed = company.image('by-key', {
        signer: { type: 'key', keys: company.keys },
      });
      const other = company.image('by-workflow');
      expect((await verify(signed.reference, '--key', company.key)).code).toBe(
        0,
      );
      const { code, report } = await reportOn(
        other.reference,
        '--key',
        company.key,
      );
      expect(report.verdict).toBe('untrusted');
      expect(code).toBe(1);
    });

    it('proves the time with the logs of a root', async () => {
      const { reference } = company.image('by-key', {
        signer: { type: 'key', keys: company.keys },
      });
      const { report } = await reportOn(
        reference,
        '--key',
        company.key,
        '--trusted-root',
        company.root,
      );
      expect(report).toMatchObject({
        verdict: 'trusted',
        signatures: [{ provenTimes: [expect.any(String)] }],
      });
    });
  });

  describe('with a policy', () => {
    const rule = (signer: string, more = '') =>
      `- name: release\n  references: ["127.0.0.1:*/acme/**"]\n${more}  signers:\n    - ${signer}\n`;
    const indented = (text: string) => text.replace(/^/gm, '    ');
    const lab = (text: string) =>
      `authorities:\n  - { name: lab, trustedRoot: ./trusted_root.json }\nacceptance:\n  initial:\n${indented(
        text,
      )}`;
    const signer = (tag: string) =>
      `{ authority: lab, issuer: "${release.issuer}", subject: "https://github.com/acme/*/.github/workflows/release.yml@refs/tags/${tag}" }`;

    it.each([
      ['accepted', 'v*', 'accepted', 0],
      ['not accepted', 'w*', 'ref-not-accepted', 1],
    ])('%s', async (_, tag, reason, expected) => {
      const { reference } = company.image('payments');
      const policy = company.file('policy.yaml', lab(rule(signer(tag))));
      const { code, report } = await reportOn(reference, '--policy', policy);
      expect(report).toMatchObject({
        reason: { code: reason },
        rules: [{ name: 'release' }],
      });
      expect(code).toBe(expected);
    });

    it('takes a list alone, under the public-good root', async () => {
      const { reference } = company.image('payments');
      const policy = company.file(
        'list.yaml',
        rule(signer('v*').replace('lab', 'public-good')),
      );
      const { code, report } = await reportOn(reference, '--policy', policy);
      expect(report).toMatchObject({ reason: { code: 'unknown-authority' } });
      expect(code).toBe(1);
    });

    it('takes the list of a portal, with the authorities that stand beside it', async () => {
      const { reference } = company.image('payments');
      const portal = (tag: string) =>
        company.file(
          'app-config.yaml',
          `app: { title: Acme }\nprovenance:\n${lab(rule(signer(tag))).replace(
            /^/gm,
            '  ',
          )}`,
        );
      const code = async (tag: string) =>
        (await verify(reference, '--policy', portal(tag))).code;
      expect(await code('v*')).toBe(0);
      expect(await code('w*')).toBe(1);
    });

    it.each([
      ['unsigned', 2],
      ['not-there', 3],
    ])('ends by the verdict: %s', async (name, expected) => {
      const { reference } = company.image('unsigned', 'unsigned');
      const policy = company.file('policy.yaml', lab(rule(signer('v*'))));
      const named = reference.replace('/unsigned:', `/${name}:`);
      expect((await verify(named, '--policy', policy)).code).toBe(expected);
    });

    it('S7.2 trusts nobody whom it distrusts', async () => {
      const { reference } = company.image('payments');
      const rules = lab(rule(signer('v*'))).trimEnd();
      const distrusting = (target: string) =>
        company.file(
          'distrust.yaml',
          `${rules}\n  distrust: [{ ${target}, reason: "stolen" }]\n`,
        );
      const identity = `identity: { issuer: "${release.issuer}", subject: "https://github.com/acme/**" }`;
      const policy = distrusting(identity);
      const { code, report } = await reportOn(reference, '--policy', policy);
      expect(report).toMatchObject({
        verdict: 'untrusted',
        reason: { code: 'distrusted' },
      });
      expect(code).toBe(1);
      const older = distrusting(`${identity}, from: "2099-01-01"`);
      expect((await verify(reference, '--policy', older)).code).toBe(0);
    });

    it('S3.1 an environment picks its rules, and none means all of them', async () => {
      const { reference } = company.image('payments');
      const policy = company.file(
        'environments.yaml',
        lab(
          rule(signer('v*'), '  environments: [dev]\n') +
            rule(signer('w*'), '  environments: [prod]\n').replace(
              'release',
              'prod',
            ),
        ),
      );
      const code = async (...args: string[]) =>
        (await verify(reference, '--policy', policy, ...args)).code;
      expect(await code('--environment', 'dev')).toBe(0);
      expect(await code('--environment', 'prod')).toBe(1);
      expect(await code('--environment', 'invented')).toBe(1);
      expect(await code()).toBe(1);
    });

    it('S3.3 a policy that is silent or switched off trusts nobody', async () => {
      const { reference } = company.image('payments');
      const off = company.file(
        'off.yaml',
        lab(rule(signer('v*'), '  mode: off\n')),
      );
      const silent = company.file(
        'silent.yaml',
        lab(rule(signer('v*')).replace('acme/', 'other/')),
      );
      expect(
        (await reportOn(reference, '--policy', silent)).report,
      ).toMatchObject({ verdict: 'untrusted', reason: { code: 'no-rule' } });
      expect((await verify(reference, '--policy', off)).code).not.toBe(0);
    });
  });

  describe('of a file', () => {
    it.each(['by its bundle', 'by the bundle beside it'])('%s', async way => {
      const { path, bundle } = company.signedFile('vpc.tgz');
      const named = way === 'by its bundle' ? ['--bundle', bundle] : [];
      expect((await verify(path, ...named, ...company.identity)).code).toBe(0);
    });

    it('refuses a bundle of another file', async () => {
      const { bundle } = company.signedFile('vpc.tgz');
      const { path } = company.signedFile('other.tgz');
      const { code, report } = await reportOn(
        path,
        '--bundle',
        bundle,
        ...company.identity,
      );
      expect(report).toMatchObject({
        verdict: 'untrusted',
        reason: {
          code: expect.stringMatching(/^(subject-mismatch|signature-invalid)$/),
        },
      });
      expect(code).toBe(1);
    });

    it('calls it unsigned where nothing lies beside it', async () => {
      const path = company.file('alone.tgz', 'content');
      expect((await verify(path, ...company.identity)).code).toBe(2);
    });

    it('S5.2 cannot tell of a file that is not there, or is a folder', async () => {
      const { bundle } = company.signedFile('vpc.tgz');
      const missing = join(company.folder, 'missing.tgz');
      for (const path of [missing, company.folder]) {
        const { code, report } = await reportOn(
          path,
          '--bundle',
          bundle,
          ...company.identity,
        );
        expect(report).toMatchObject({
          verdict: 'inconclusive',
          reason: { code: 'artifact-not-found' },
        });
        expect(code).toBe(3);
      }
    });

    it.each([
      ['garbage', 'no bundle', 'untrusted'],
      ['JSON that is none', '{"mediaType": 7', 'inconclusive'],
      ['an empty object', '{}', 'inconclusive'],
    ])('S5.1 does not trust %s for a bundle', async (_, content) => {
      const { path } = company.signedFile('vpc.tgz');
      const bundle = company.file('broken.json', content);
      const { code, report } = await reportOn(
        path,
        '--bundle',
        bundle,
        ...company.identity,
      );
      expect(report.verdict).toMatch(/^(untrusted|inconclusive)$/);
      expect(code).toBe(report.verdict === 'untrusted' ? 1 : 3);
    });

    it('S5.1 does not read a bundle without end', async () => {
      const { path } = company.signedFile('vpc.tgz');
      const bundle = company.file(
        'huge.json',
        Buffer.alloc(20 * 1024 * 1024, ' '),
      );
      const { code, report } = await reportOn(
        path,
        '--bundle',
        bundle,
        ...company.identity,
      );
      expect(report).toMatchObject({
        verdict: 'inconclusive',
        origin: 'material',
        reason: { code: 'limit-exceeded' },
      });
      expect(code).toBe(3);
    });
  });

  describe('as it must not be typed', () => {
    const who = [
      '--certificate-identity',
      'x',
      '--certificate-oidc-issuer',
      'y',
    ];

    it.each<[string, string[], string]>([
      ['nobody', [], 'say who may sign it'],
      [
        'no issuer',
        ['--certificate-identity', 'x'],
        '--certificate-oidc-issuer is missing',
      ],
      [
        'no identity',
        ['--certificate-oidc-issuer', 'x'],
        '--certificate-identity is missing',
      ],
      [
        'an empty identity',
        ['--certificate-identity', '', '--certificate-oidc-issuer', 'y'],
        '--certificate-identity is empty',
      ],
      ['key and identity', ['--key', 'k', ...who], 'exclude each other'],
      [
        'key and issuer',
        ['--key', 'k', '--certificate-oidc-issuer', 'x'],
        'exclude each other',
      ],
      ['key and policy', ['--key', 'k', '--policy', 'p'], 'exclude each other'],
      [
        'policy and root',
        ['--policy', 'p', '--trusted-root', 'r'],
        'names its authorities itself',
      ],
      ['two keys', ['--key', 'k', '--key', 'k'], '--key is there twice'],
      [
        'two identities',
        [...who, '--certificate-identity', 'z'],
        '--certificate-identity is there twice',
      ],
      ['json twice', [...who, '--json', '--json'], '--json is there twice'],
      [
        'json and github',
        [...who, '--json', '--format', 'github'],
        'exclude each other',
      ],
      ['another format', [...who, '--format', 'xml'], '"github" only'],
      [
        'a pattern of cosign',
        ['--certificate-identity-regexp', '.*', ...who],
        'Unknown option',
      ],
      [
        'an option of cosign',
        [...who, '--insecure-ignore-tlog'],
        'Unknown option',
      ],
      ['no value', ['--key'], 'argument missing'],
      ['an option for a value', ['--key', '--json'], 'ambiguous'],
      ['two images', [...who, 'ghcr.io/acme/b'], 'one image or file at a time'],
      [
        'a key that is not there',
        ['--key', '/nowhere/cosign.pub'],
        'is not there',
      ],
      ['a folder for a key', ['--key', '/'], 'is a folder'],
      [
        'a key that is none',
        ['--key', __filename],
        'is not a public key in PEM',
      ],
      [
        'a root that is none',
        [...who, '--trusted-root', __filename],
        'is not JSON',
      ],
      [
        'a policy that is not there',
        ['--policy', '/nowhere/policy.yaml'],
        'is not there',
      ],
      [
        'a bundle that is not there',
        [...who, '--bundle', '/nowhere/b.json'],
        'is not there',
      ],
      ['a folder for a bundle', [...who, '--bundle', '/'], 'is a folder'],
      [
        'a bundle on the web for a file of this machine',
        [...who, '--bundle', 'https://example.com/b.json'],
        'lies elsewhere',
      ],
      [
        'an address for a host',
        [...who, '--allow-host', 'https://ghcr.io'],
        'is no host',
      ],
      ['a path for a host', [...who, '--allow-host', 'a.b/c'], 'is no host'],
      ['a star for a host', [...who, '--allow-host', '*.b'], 'is no host'],
    ])('%s', async (_, args, message) => {
      const { reference } = company.image('payments');
      const { code, words, output } = await verify(reference, ...args);
      expect(words).toContain(message);
      expect(output).toBe('');
      expect(code).toBe(64);
      expect(company.registry.requests.list()).toEqual([]);
    });

    it.each([
      [
        'an unknown key',
        'acceptance: { inital: [] }',
        'did you mean "initial"?',
      ],
      ['no rules', 'acceptance: {}', 'lets nobody sign'],
      ['nothing', '', 'lets nobody sign'],
      ['no YAML', '{', 'policy.yaml:'],
      [
        'a key twice',
        'acceptance: {}\nacceptance: {}',
        'line 2, column 1: the key is there twice',
      ],
      ['two documents', 'acceptance: {}\n---\n{}', 'multiple documents'],
      [
        'a tag that means nothing',
        '::error::x: 1\na: !!js/function "x"',
        'tags are not read',
      ],
      [
        'an alias, which stands for what is read elsewhere',
        'acceptance: { initial: &r [] }',
        'anchors are not read',
      ],
      ['a stray key', 'acceptance: {}\nauthorites: []', '"authorities"?'],
      [
        'authorities of a portal that a command cannot load',
        'provenance: { authorities: [{ name: lab, tuf: { mirror: m } }], acceptance: { initial: [{ name: r, references: ["**"], signers: [{ authority: lab, issuer: i, subject: s }] }] } }',
        'authorities[0]',
      ],
      [
        'a signer of no authority',
        '- { name: r, references: ["**"], signers: [{ authority: publc-good, issuer: i, subject: s }] }',
        'did you mean "public-good"?',
      ],
      [
        'distrust of no key',
        'acceptance: { initial: [{ name: r, references: ["**"], signers: [{ authority: public-good, issuer: i, subject: s }] }], distrust: [{ key: lab, reason: lost }] }',
        'acceptance.distrust[0].key: no authority "lab"',
      ],
      [
        'an authority that is nothing',
        'authorities: [{ name: lab }]\nacceptance: { initial: [{ name: r, references: ["**"], signers: [{ key: lab }] }] }',
        'trustedRoot',
      ],
      [
        'an authority of two kinds',
        'authorities: [{ name: lab, key: k, trustedRoot: r }]\nacceptance: { initial: [{ name: r, references: ["**"], signers: [{ key: lab }] }] }',
        'exclude each other',
      ],
      [
        'a root with another hash',
        `authorities: [{ name: lab, trustedRoot: trusted_root.json, sha256: "${'0'.repeat(
          64,
        )}" }]\nacceptance: { initial: [{ name: r, references: ["**"], signers: [{ authority: lab, issuer: i, subject: s }] }] }`,
        'is pinned',
      ],
    ])('a policy with %s', async (_, text, message) => {
      const { reference } = company.image('payments');
      const policy = company.file('policy.yaml', text);
      const print = jest.spyOn(process, 'emitWarning').mockReturnValue();
      const { code, words } = await verify(reference, '--policy', policy);
      expect(words).toContain(message);
      expect(words).not.toContain('\\u{a}');
      expect(print).not.toHaveBeenCalled();
      print.mockRestore();
      expect(code).toBe(64);
      expect(company.registry.requests.list()).toEqual([]);
    });

    it.each([
      ['nginx', 'does not name its registry'],
      ['vpc.tgz', './vpc.tgz'],
      ['https://example.com/a.tgz', 'lies elsewhere', '--bundle', './b.json'],
      ['git::https://github.com/acme/vpc.git', 'not supported'],
      [
        'ghcr.io/acme/payments:\u001b[31m',
        'characters that a reference cannot have',
      ],
    ])('%j', async (reference, message, ...more) => {
      const { code, words } = await verify(reference, ...who, ...more);
      expect(words).toContain(message);
      expect(words).not.toContain('\u001b');
      expect(code).toBe(64);
    });

    it('asks for help and is not trusted for it', async () => {
      const { code, output } = await verify('--help');
      expect(output).toContain('ct verify REFERENCE');
      expect(code).toBe(64);
    });
  });

  it('never takes a folder for a registry, nor the other way round', async () => {
    mkdirSync(join(company.folder, 'ghcr.io'));
    const { code } = await verify('./ghcr.io', ...company.identity);
    expect(code).toBe(3);
  });
});
