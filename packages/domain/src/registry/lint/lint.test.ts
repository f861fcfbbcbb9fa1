import { checks } from './checks';
import { lintWords, type LintCode } from './codes';
import type { LintOptions } from './Finding';
import { lint } from './lint';

const actions = 'https://token.actions.githubusercontent.com';
const workflow =
  'https://github.com/acme/payments/.github/workflows/release.yml';
/** Nothing is to be said against it. */
const safe = {
  authority: 'public-good',
  issuer: actions,
  subject: `${workflow}@refs/tags/v*`,
  claims: {
    sourceRepository: 'https://github.com/acme/payments',
    runnerEnvironment: 'github-hosted',
  },
};
const rule = {
  name: 'release',
  references: ['ghcr.io/acme/**'],
  signers: [safe],
};
const account = 'https://kubernetes.io/namespaces/ci/serviceaccounts/builder';
const gke =
  'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c';
const own = {
  authority: 'acme',
  issuer: 'https://oidc.acme.example',
  claims: undefined,
};

const told = (list: unknown, options?: LintOptions) =>
  lint(list, options).map(({ code, path }) => [code, path]);
const toldOf = (signer: object, more: object = {}) =>
  told({ initial: [{ ...rule, signers: [signer], ...more }] });
const subject = 'initial[0].signers[0].subject';
const issuer = 'initial[0].signers[0].issuer';

/** What differs from a safe signer, and where something is said. */
type Case = [LintCode, string, object];

const signers: Case[] = [
  ['no-authority', 'initial[0].signers[0].authority', { authority: undefined }],
  ['no-authority', 'initial[0].signers[0].authority', { authority: ' ' }],
  ['no-issuer', issuer, { issuer: undefined, claims: undefined }],
  ['no-issuer', issuer, { issuer: '' }],
  ['no-subject', subject, { subject: undefined }],
  ['matches-everything', subject, { subject: '**' }],
  ['matches-everything', subject, { subject: '*' }],
  ['matches-everything', subject, { subject: '**/**@**' }],
  [
    'matches-everything',
    'initial[0].signers[0].claims.owner',
    { claims: { ...safe.claims, owner: '**' } },
  ],
  ['open-host', subject, { subject: 'https://*/acme/app/x.yml@refs/tags/v1' }],
  [
    'open-host',
    subject,
    { subject: 'https://github.com*/acme/app@refs/tags/v1' },
  ],
  ['open-host', subject, { subject: 'https://**/release.yml@refs/tags/v1' }],
  ['open-host', subject, { subject: '**/acme/app/release.yml@refs/tags/v1' }],
  ['open-host', subject, { ...own, subject: 'jane@*' }],
  ['open-host', subject, { ...own, subject: 'jane@acme.*' }],
  ['open-host', subject, { ...own, subject: 'jane*' }],
  ['open-host', subject, { ...own, subject: 'spiffe://*.acme.example/ci' }],
  [
    'open-owner',
    subject,
    { subject: 'https://github.com/*/app/x.yml@refs/tags/v1' },
  ],
  [
    'open-owner',
    subject,
    { subject: 'https://github.com/acme*/app/x.yml@refs/tags/v1' },
  ],
  [
    'open-owner',
    subject,
    { subject: 'https://github.com/**/x.yml@refs/tags/v1' },
  ],
  ['open-owner', subject, { ...own, subject: '*@gmail.com' }],
  [
    'open-owner',
    subject,
    { ...own, issuer: gke, subject: account.replace('/ci/', '/*/') },
  ],
  [
    'whole-owner',
    subject,
    {
      subject: 'https://github.com/acme/**@refs/tags/v*',
      claims: {
        owner: 'https://github.com/acme',
        runnerEnvironment: 'github-hosted',
      },
    },
  ],
  [
    'whole-owner',
    subject,
    {
      subject: 'https://github.com/acme/*/**@refs/tags/v*',
      claims: { ownerId: '7', runnerEnvironment: 'github-hosted' },
    },
  ],
  ['whole-owner', subject, { ...own, subject: '*@acme.example' }],
  ['whole-owner', subject, { ...own, subject: 'spiffe://acme.example/**' }],
  ['pull-request-ref', subject, { subject: `${workflow}@refs/pull/*/merge` }],
  ['pull-request-ref', subject, { subject: `${workflow}@refs/pull/7/merge` }],
  [
    'pull-request-ref',
    subject,
    { subject: `${workflow}@refs/merge-requests/*/head` },
  ],
  [
    'pull-request-ref',
    subject,
    { subject: `${workflow}@refs/heads/gh-readonly-queue/main/*` },
  ],
  [
    'pull-request-ref',
    subject,
    { subject: `${workflow}@refs/pull/7/head`, isExact: true },
  ],
  [
    'pull-request-ref',
    subject,
    { ...own, subject: 'https://github.com/acme/app/**/merge' },
  ],
  [
    'kubernetes-issuer',
    issuer,
    {
      ...own,
      subject: account,
      issuer: 'https://kubernetes.default.svc.cluster.local',
    },
  ],
  [
    'kubernetes-issuer',
    issuer,
    { ...own, subject: account, issuer: 'https://container.googleapis.com' },
  ],
  [
    'kubernetes-issuer',
    issuer,
    {
      ...own,
      subject: account,
      issuer: 'https://oidc.eks.eu-central-1.amazonaws.com',
    },
  ],
  [
    'intermediary-issuer',
    issuer,
    {
      issuer: 'https://oauth2.sigstore.dev/auth',
      subject: 'ci@acme-prod.iam.gserviceaccount.com',
    },
  ],
  [
    'staging-issuer',
    issuer,
    {
      issuer: 'https://dev-oidc.buddyusercontent.com',
      subject: 'https://app.buddy.works/acme/p/pipelines/pipeline/1',
      claims: { sourceRef: 'refs/tags/v*' },
    },
  ],
  ['hidden-character', subject, { subject: `${workflow}@refs/tags/v\u202e*` }],
  ['hidden-character', subject, { subject: `${workflow}@refs/tags/v\u0000*` }],
  ['hidden-character', subject, { subject: `${workflow}@refs/tags/v\u00a0*` }],
  ['hidden-character', subject, { subject: `${workflow}@refs/tags/v\ufffd*` }],
  [
    'look-alike',
    subject,
    { subject: `${workflow.replace('acme', '\u0430cme')}@refs/tags/v*` },
  ],
  [
    'look-alike',
    subject,
    { subject: `${workflow.replace('/acme', '\u2215acme')}@refs/tags/v*` },
  ],
  [
    'look-alike',
    subject,
    { subject: `${workflow.replace('acme', '\uff41cme')}@refs/tags/v*` },
  ],
  [
    'look-alike',
    subject,
    { subject: `${workflow.replace('acme', 'acm\u0435')}@refs/tags/v\u2217` },
  ],
  [
    'look-alike',
    'initial[0].signers[0].authority',
    { authority: 'public-g\u043e\u043ed' },
  ],
  ['any-branch', subject, { subject: `${workflow}@refs/heads/*` }],
  [
    'any-branch',
    subject,
    {
      subject: 'https://buildkite.com/acme/app',
      issuer: 'https://agent.buildkite.com',
      claims: undefined,
    },
  ],
  [
    'any-branch',
    subject,
    {
      subject: 'https://buildkite.com/acme/app',
      issuer: 'https://agent.buildkite.com',
      claims: { tokenSubject: '**' },
    },
  ],
  [
    'any-repository',
    subject,
    {
      subject: `${workflow.replace('payments', '*')}@refs/tags/v*`,
      claims: {
        ...safe.claims,
        sourceRepository: undefined,
        owner: 'https://github.com/acme',
      },
    },
  ],
  [
    'reusable-workflow',
    'initial[0].signers[0]',
    { claims: { runnerEnvironment: 'github-hosted' } },
  ],
  [
    'reusable-workflow',
    'initial[0].signers[0]',
    { claims: { ...safe.claims, sourceRepository: '**' } },
  ],
  [
    'self-hosted-runner',
    'initial[0].signers[0]',
    { claims: { sourceRepository: 'https://github.com/acme/payments' } },
  ],
  [
    'self-hosted-runner',
    'initial[0].signers[0]',
    { claims: { ...safe.claims, runnerEnvironment: '*-hosted' } },
  ],
  ['personal-email', subject, { ...own, subject: 'jane@acme.example' }],
  [
    'personal-email',
    subject,
    {
      ...own,
      issuer: 'https://accounts.google.com',
      subject: 'j*n@acme.example',
      isExact: true,
    },
  ],
];

describe('lint', () => {
  it('S2.1 has nothing against a signer that says who it is', () => {
    expect(toldOf(safe)).toEqual([]);
    expect(toldOf({ key: 'platform-key' })).toEqual([]);
    expect(
      toldOf({ ...own, subject: 'ci@acme-prod.iam.gserviceaccount.com' }),
    ).toEqual([]);
    expect(toldOf({ ...own, subject: account, issuer: gke })).toEqual([]);
    expect(toldOf({ ...own, subject: 'spiffe://acme.example/ci/*' })).toEqual(
      [],
    );
    expect(
      told({
        initial: [rule],
        distrust: [
          { identity: { issuer: actions, subject: '**' }, reason: 'r' },
        ],
        builders: [
          { key: 'k', builder: 'https://b.example/*', level: 2, because: 'b' },
        ],
      }),
    ).toEqual([]);
    expect(told({})).toEqual([]);
  });

  it.each(signers)('%s at %s: %j', (code, path, change) => {
    const found = toldOf({ ...safe, ...change }).filter(
      ([one]) => one === code,
    );
    expect(found).toContainEqual([code, path]);
  });

  it.each<[string, Case[2]]>([
    [
      'a bound repository',
      { subject: 'https://github.com/acme/**@refs/tags/v*' },
    ],
    [
      'a bound repository id',
      {
        subject: 'https://github.com/acme/**@refs/tags/v*',
        claims: {
          ...safe.claims,
          sourceRepository: undefined,
          sourceRepositoryId: '7',
        },
      },
    ],
    [
      'the own repository of the entity alone',
      {
        subject: 'https://github.com/acme/**@refs/tags/v*',
        claims: { runnerEnvironment: 'github-hosted' },
        ownRepository: true,
      },
    ],
    [
      'any repository, of which the entity’s own alone',
      {
        subject:
          'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
        claims: { runnerEnvironment: 'github-hosted' },
        ownRepository: true,
      },
    ],
  ])('S2.4 takes a whole owner with %s', (_, change) => {
    expect(toldOf({ ...safe, ...change })).toEqual([]);
  });

  it.each(['refs/tags/**', 'refs/heads/release/**', 'refs/heads/main'])(
    'does not take %s for pull requests or every branch',
    ref => {
      expect(toldOf({ ...safe, subject: `${workflow}@${ref}` })).toEqual([]);
    },
  );

  it.each(['refs/**', '**', 'refs/heads/**', 'refs/*/**'])(
    'takes %s for pull requests or their queue',
    ref => {
      expect(toldOf({ ...safe, subject: `${workflow}@${ref}` })).toContainEqual(
        ['pull-request-ref', subject],
      );
    },
  );

  it('binds a branch by a claim where the subject leaves it open', () => {
    const open = { ...safe, subject: `${workflow}@refs/heads/*` };
    const bound = (sourceRef: string) => ({
      ...open,
      claims: { ...safe.claims, sourceRef },
    });
    expect(toldOf(bound('refs/heads/main'))).toEqual([]);
    expect(toldOf(bound('refs/heads/*'))).toContainEqual([
      'any-branch',
      subject,
    ]);
  });

  it.each(['*', 'https://oidc.eks.*.amazonaws.com/id/*'])(
    'S2.1 wants issuers to the letter, not %s',
    wide => {
      expect(toldOf({ ...own, issuer: wide, subject: account })).toEqual([
        ['kubernetes-issuer', issuer],
        ['issuer-not-exact', issuer],
      ]);
    },
  );

  it('names authorities that do not exist, each of them', () => {
    const list = {
      initial: [
        {
          ...rule,
          signers: [
            { ...safe, authority: 'public-god' },
            { key: 'public-good' },
            safe,
          ],
          requirements: [{ type: 'scan', signers: [{ key: 'nobody' }] }],
        },
      ],
    };
    const authorities = [{ name: 'public-good', kind: 'sigstore' as const }];
    expect(told(list)).toEqual([]);
    const found = lint(list, { authorities });
    expect(found.map(({ code, path }) => [code, path])).toEqual([
      ['unknown-authority', 'initial[0].signers[0].authority'],
      ['unknown-authority', 'initial[0].signers[1].key'],
      ['unknown-authority', 'initial[0].requirements[0].signers[0].key'],
    ]);
    expect(found[0].sentence).toContain('did you mean "public-good"?');
  });

  it.each(['references', 'environments', 'kinds', 'signers', 'requirements'])(
    'says that %s is empty',
    key => {
      expect(told({ initial: [{ ...rule, [key]: [] }] })).toEqual([
        ['empty-list', `initial[0].${key}`],
      ]);
    },
  );

  it('S4.3 looks into requirements', () => {
    const requirement = {
      type: 'provenance',
      signers: [{ ...safe, subject: '**' }],
      builders: ['**'],
      levels: [],
    };
    expect(
      told({ initial: [{ ...rule, requirements: [requirement] }] }),
    ).toEqual([
      ['empty-list', 'initial[0].requirements[0].levels'],
      ['matches-everything', 'initial[0].requirements[0].builders[0]'],
      ['matches-everything', 'initial[0].requirements[0].signers[0].subject'],
    ]);
  });

  it.each(['***', `a${'*/'.repeat(1_500)}`])(
    'S2.2 says why a pattern cannot be read: %.10s',
    pattern => {
      const [reference] = lint({
        initial: [{ ...rule, references: [pattern] }],
      });
      expect(reference).toMatchObject({
        code: 'unreadable-pattern',
        path: 'initial[0].references[0]',
        severity: 'error',
      });
      expect(toldOf({ ...safe, subject: pattern })).toEqual([
        ['unreadable-pattern', subject],
      ]);
    },
  );

  describe('staging', () => {
    const staging = {
      authority: 'a',
      issuer: 'https://psd-oidc.buddyusercontent.com',
      subject: 'https://app.buddy.works/acme/p/pipelines/pipeline/1',
      claims: { sourceRef: 'refs/tags/v*' },
    };
    const found = (environments?: string[], production?: string[]) =>
      told(
        { initial: [{ ...rule, signers: [staging], environments }] },
        { production },
      );
    const finding = [['staging-issuer', issuer]];

    it('is nothing for production', () => {
      expect(found()).toEqual(finding);
      expect(found(['dev', 'prod'])).toEqual(finding);
      expect(found(['dev', 'production-eu'])).toEqual(finding);
      expect(found(['dev', 'staging'])).toEqual([]);
    });

    it('follows what the portal calls production', () => {
      expect(found(['shop'], ['shop'])).toEqual(finding);
      expect(found(['prod'], ['shop'])).toEqual([]);
    });
  });

  describe('look-alikes', () => {
    it.each(['müller@acme.example', 'mu\u0308ller@acme.example'])(
      'takes %j for what it is',
      address => {
        expect(toldOf({ ...own, subject: address })).toEqual([
          ['personal-email', subject],
        ]);
      },
    );

    it('writes out what a person would misread', () => {
      const deceiving = {
        ...safe,
        subject: workflow.replace('acme', '\u0430cme\u202e'),
      };
      for (const { code, sentence } of lint({
        initial: [{ ...rule, signers: [deceiving] }],
      })) {
        if (!['look-alike', 'hidden-character'].includes(code)) continue;
        expect(sentence).toContain('/\\u{430}cme\\u{202e}/');
        expect(sentence).not.toMatch(/[\u0430\u202e]/);
      }
    });

    it.each([
      [
        { initial: [{ ...rule, references: ['ghcr.io/\u0430cme'] }] },
        'initial[0].references[0]',
      ],
      [
        { initial: [{ ...rule, environments: ['pr\u043ed'] }] },
        'initial[0].environments[0]',
      ],
      [{ distrust: [{ key: 'k\u0435y', reason: 'r' }] }, 'distrust[0].key'],
      [
        {
          distrust: [{ identity: { issuer: 'https://\u0430', subject: 'x' } }],
        },
        'distrust[0].identity.issuer',
      ],
      [
        { builders: [{ key: 'k', builder: 'https://\u0430/b' }] },
        'builders[0].builder',
      ],
      [
        {
          bindings: [
            { entity: 'component:default/p\u0430y', repositoryId: '1' },
          ],
        },
        'bindings[0].entity',
      ],
      [
        {
          bindings: [
            { repository: 'https://github.com/\u0430/b', ownerId: '1' },
          ],
        },
        'bindings[0].repository',
      ],
    ])('are found wherever something is recognised: %#', (list, path) => {
      expect(told(list)).toEqual([['look-alike', path]]);
    });
  });

  describe('S1.4 keys of the list', () => {
    const authorities = [
      { name: 'public-good', kind: 'sigstore' as const },
      { name: 'platform', kind: 'key' as const },
    ];
    const list = (keys: object[], key = 'ci') => ({
      initial: [{ ...rule, signers: [{ key }] }],
      keys,
    });

    it('may be named by rules', () => {
      expect(told(list([{ name: 'ci' }]), { authorities })).toEqual([]);
      expect(told(list([{ name: 'cd' }]), { authorities })).toEqual([
        ['unknown-authority', 'initial[0].signers[0].key'],
      ]);
      const asRoot = {
        initial: [{ ...rule, signers: [{ ...safe, authority: 'ci' }] }],
        keys: [{ name: 'ci' }],
      };
      expect(told(asRoot, { authorities })).toEqual([
        ['unknown-authority', 'initial[0].signers[0].authority'],
      ]);
    });

    it('have names that nothing else has', () => {
      for (const name of ['public-good', 'platform'])
        expect(
          told(list([{ name }], 'platform'), { authorities }),
        ).toContainEqual(['key-name-taken', 'keys[0].name']);
    });

    it('have times that a trust root proves', () => {
      const withLog = (log: string) =>
        told(list([{ name: 'ci', log }]), { authorities });
      expect(withLog('public-good')).toEqual([]);
      for (const log of ['platform', 'nobody', 'ci'])
        expect(withLog(log)).toEqual([['unknown-authority', 'keys[0].log']]);
    });

    it('have no look-alikes in their names', () => {
      expect(told({ keys: [{ name: 'c\u0456' }] })).toEqual([
        ['look-alike', 'keys[0].name'],
      ]);
    });
  });

  it('S2.4 says of a binding that it pins no id', () => {
    const binding = {
      entity: 'component:default/payments',
      repository: 'https://github.com/acme/payments',
    };
    expect(told({ bindings: [binding] })).toEqual([
      ['unpinned-binding', 'bindings[0].repository'],
    ]);
    for (const id of [{ repositoryId: '1' }, { ownerId: '2' }])
      expect(told({ bindings: [{ ...binding, ...id }] })).toEqual([]);
  });

  it('S2.4 takes a signer for wider only where it asks for no own repository', () => {
    const wide = { ...safe, subject: `${workflow}@refs/tags/**` };
    const ownOnly = { ...wide, ownRepository: true };
    const shadowed = (list: object[]) =>
      told({ initial: [{ ...rule, signers: list }] });
    expect(shadowed([ownOnly, safe])).toEqual([]);
    expect(shadowed([wide, { ...safe, ownRepository: true }])).toEqual([
      ['shadowed-signer', 'initial[0].signers[1]'],
    ]);
  });

  describe('signers that say nothing new', () => {
    const list = (...alternatives: object[]) =>
      lint({ initial: [{ ...rule, signers: alternatives }] })
        .filter(({ code }) => code === 'shadowed-signer')
        .map(({ path, sentence }) => [path, /initial\S+/.exec(sentence)?.[0]]);
    const at = (i: number) => `initial[0].signers[${i}]`;
    const tags = (glob: string, more = {}) => ({
      ...safe,
      subject: `${workflow}@refs/tags/${glob}`,
      ...more,
    });

    it.each<[string, object[], number, number]>([
      ['a narrower pattern', [tags('v*'), tags('v1.*')], 1, 0],
      ['whatever the order', [tags('v1.*'), tags('v*')], 0, 1],
      ['one that crosses segments', [tags('v*'), tags('**')], 0, 1],
      ['the same once more', [tags('v*'), tags('v*')], 1, 0],
      ['one key twice', [{ key: 'k' }, { key: 'k' }], 1, 0],
      ['an exact subject', [tags('v*'), tags('v1', { isExact: true })], 1, 0],
      [
        'one with more claims',
        [tags('v*'), tags('v*', { claims: { ...safe.claims, ownerId: '7' } })],
        1,
        0,
      ],
    ])('%s', (_, alternatives, which, by) => {
      expect(list(...alternatives)).toEqual([[at(which), at(by)]]);
    });

    it.each<[string, object[]]>([
      ['another authority', [tags('v*'), tags('v1', { authority: 'other' })]],
      [
        'another issuer',
        [tags('v*'), tags('v1', { issuer: `${actions}/acme` })],
      ],
      [
        'fewer claims',
        [
          tags('v*'),
          tags('v1', { claims: { runnerEnvironment: 'github-hosted' } }),
        ],
      ],
      ['stars that stop at slashes', [tags('v*'), tags('v1/*')]],
      ['a star that is a star', [tags('v*', { isExact: true }), tags('v1')]],
      ['what only begins alike', [tags('v1*a'), tags('v1*b')]],
    ])('not with %s', (_, alternatives) => {
      expect(list(...alternatives)).toEqual([]);
    });

    it('says where it did not compare', () => {
      const many = Array.from({ length: 5_000 }, (_, i) => tags(`v${i}`));
      expect(told({ initial: [{ ...rule, signers: many }] })).toEqual([
        ['too-many-signers', 'initial[0].signers'],
      ]);
    });
  });

  it('S3.1 names environments that nobody declared', () => {
    const list = { initial: [{ ...rule, environments: ['prod', 'stagng'] }] };
    expect(told(list)).toEqual([]);
    const [finding, ...more] = lint(list, {
      environments: ['staging', 'prod'],
    });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'environment-not-declared',
      path: 'initial[0].environments[1]',
      sentence: 'There is no environment "stagng"; is "staging" meant.',
    });
  });

  it('S3.1 names environments of modes that nobody declared', () => {
    const requirements = [{ type: 'signature', modes: { prd: 'off' } }];
    const modes = { dev: 'off', prod: 'enforce' };
    const found = lint(
      { initial: [{ ...rule, environments: undefined, modes, requirements }] },
      { environments: ['prod'] },
    );
    expect(found.map(({ code, path }) => [code, path])).toEqual([
      ['environment-not-declared', 'initial[0].modes.dev'],
      ['environment-not-declared', 'initial[0].requirements[0].modes.prd'],
    ]);
  });

  it('S2.2 looks at the pattern of a distrusted workflow too', () => {
    const reason = 'stolen';
    const distrust = [{ workflow: 'https://github.com/аcme/**', reason }];
    expect(told({ distrust })).toEqual([
      ['look-alike', 'distrust[0].workflow'],
    ]);
  });

  it('says that two rules are one, whatever they are called and however they are written', () => {
    const { name, references, signers: of } = rule;
    const again = { signers: of, references, name: `${name} 2` };
    expect(told({ initial: [rule, again] })).toEqual([
      ['duplicate-rule', 'initial[1]'],
    ]);
    expect(told({ initial: [rule, { ...again, mode: 'off' }] })).toEqual([]);
  });
});

describe('S3.3 rules for some entities', () => {
  const entities = [{ system: 'system:default/payments' }];
  const some = { ...rule, name: 'some', entities };
  const code = 'for-some-entities-only';
  const found = (rules: object[], environments?: string[]) =>
    lint({ initial: rules }, environments && { environments })
      .filter(one => one.code === code)
      .map(({ path, sentence }) => `${path} ${sentence}`);

  it.each<[string, object[], string | undefined]>([
    ['are alone', [some], 'For everything every rule is for some'],
    ['stand beside one for all', [rule, some], undefined],
    [
      'stand beside one for another environment',
      [
        { ...rule, environments: ['dev'] },
        { ...some, environments: ['prod'] },
      ],
      'For everything in "prod"',
    ],
    [
      'stand beside one for another kind',
      [
        { ...rule, kinds: ['sbom'] },
        { ...some, kinds: ['sbom', 'package'] },
      ],
      'For "package" every rule',
    ],
    [
      'speak of every kind beside one for some',
      [{ ...rule, kinds: ['sbom'] }, some],
      'For everything every rule',
    ],
    [
      'speak everywhere beside one for every environment that is named',
      [
        { ...rule, environments: ['dev'] },
        { ...rule, environments: ['prod'] },
        some,
      ],
      undefined,
    ],
  ])('says where they %s', (_, rules, sentence) => {
    const wanted = sentence === undefined ? [] : [`].entities ${sentence}`];
    expect(found(rules)).toEqual(
      wanted.map(part => expect.stringContaining(part)),
    );
  });

  it('knows the environments that exist', () => {
    const rules = [{ ...rule, environments: ['dev'] }, some];
    expect(found(rules, ['dev'])).toEqual([]);
    expect(found(rules, ['dev', 'prod'])).toEqual([
      expect.stringContaining('For everything in "prod"'),
    ]);
  });

  it('looks into them', () => {
    const filter = { system: [], labels: { tier: ['on\u200be'] } };
    expect(told({ initial: [rule, { ...some, entities: [filter] }] })).toEqual([
      ['empty-list', 'initial[1].entities[0].system'],
      ['hidden-character', 'initial[1].entities[0].labels.tier[0]'],
    ]);
    expect(told({ initial: [rule, { ...some, entities: [] }] })).toEqual([
      ['empty-list', 'initial[1].entities'],
    ]);
  });
});

describe('answers', () => {
  const list = {
    initial: [
      {
        ...rule,
        signers: [
          { ...own, subject: 'jane@acme.example' },
          { ...own, subject: '*@acme.example' },
          { ...own, subject: 'spiffe://*/x' },
        ],
      },
    ],
  };
  const about = (
    code: LintCode,
    i: number,
    value: string,
    because = 'Said.',
  ) => ({
    code,
    path: `initial[0].signers[${i}].subject`,
    value,
    because,
  });
  const found = (code: LintCode, options: LintOptions) =>
    lint(list, options).find(one => one.code === code);

  it('keeps the sentence of the author with the warning', () => {
    const sentences = [about('personal-email', 0, 'jane@acme.example')];
    expect(found('personal-email', { sentences })).toMatchObject({
      severity: 'warning',
      because: 'Said.',
    });
    expect(found('personal-email', {})).not.toHaveProperty('because');
  });

  it('makes a warning of an error that a review waived', () => {
    const waivers = [about('whole-owner', 1, '*@acme.example')];
    expect(found('whole-owner', { waivers })).toMatchObject({
      severity: 'warning',
      because: 'Said.',
    });
  });

  it.each<[string, LintCode, LintOptions]>([
    [
      'the author alone',
      'whole-owner',
      { sentences: [about('whole-owner', 1, '*@acme.example')] },
    ],
    [
      'a waiver of another text',
      'whole-owner',
      { waivers: [about('whole-owner', 1, '*@acme.com')] },
    ],
    [
      'a waiver of another place',
      'whole-owner',
      { waivers: [about('whole-owner', 0, '*@acme.example')] },
    ],
    [
      'a waiver that says nothing',
      'whole-owner',
      { waivers: [about('whole-owner', 1, '*@acme.example', ' ')] },
    ],
    [
      'a waiver of what cannot be waived',
      'open-host',
      { waivers: [about('open-host', 2, 'spiffe://*/x')] },
    ],
  ])('is not satisfied with %s', (_, code, options) => {
    expect(found(code, options)).toMatchObject({ severity: 'error' });
    expect(found(code, options)).not.toHaveProperty('because');
  });
});

it('has words for every check, and a check for all words but those of reading', () => {
  const codes: string[] = checks.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect([...codes, 'yaml', 'unreadable'].sort()).toEqual(
    Object.keys(lintWords).sort(),
  );
});
