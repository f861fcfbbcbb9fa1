import type { AcceptanceRule } from '../registry/rule';
import {
  acme,
  ago,
  attested,
  cause,
  collection,
  digest,
  failed,
  failure,
  hour,
  identity,
  input,
  issuer,
  now,
  partner,
  platformKey,
  proven,
  releaseRule,
  releaseWorkflow,
} from '../testing/judgeInputs';
import type { JudgeInput } from './input';
import { judge } from './judge';

function verdictOf(change: Partial<JudgeInput>) {
  const { verdict, decision, reason } = judge(input(change));
  return `${verdict} ${decision} ${reason.code}`;
}

const signed = (...evidence: ReturnType<typeof proven>[]) => ({
  collections: [
    collection([...new Set(evidence.map(({ material }) => material))]),
  ],
  evidence,
});

describe('S1 records', () => {
  it('S1.6 gives verdict and decision, and the same bytes for the same input', () => {
    expect(verdictOf({})).toBe('trusted allow accepted');
    expect(JSON.stringify(judge(input()))).toBe(JSON.stringify(judge(input())));
  });

  it('S1.6 is constant between now and reconsider-at, and not at it', () => {
    const first = judge(input());
    expect(first.reconsiderAt).toBe(
      new Date(Date.parse(ago(60_000)) + 8 * hour).toISOString(),
    );
    const before = new Date(Date.parse(first.reconsiderAt!) - 1).toISOString();
    expect(judge(input({ now: before })).freshness).toEqual(first.freshness);
    expect(judge(input({ now: first.reconsiderAt! })).freshness.status).toBe(
      'stale',
    );
  });

  it('S1.6 two looks in one instant count both, whichever was stored first', () => {
    const [empty, full] = [collection([]), collection([digest('b')])];
    for (const collections of [
      [empty, full],
      [full, empty],
    ])
      expect(verdictOf({ collections })).toBe('trusted allow accepted');
  });

  it('S1.2 ignores evidence about another digest', () => {
    expect(verdictOf({ evidence: [proven({ subject: digest('c') })] })).toBe(
      'untrusted deny unknown-authority',
    );
  });
});

describe('S2 signers', () => {
  it('S2.1 refuses the right issuer and subject under another authority', () => {
    const evidence = proven({
      authority: 'partner',
      authorityDigest:
        partner.status === 'loaded' ? partner.digest : digest('0'),
    });
    const { reason, rules } = judge(input(signed(evidence)));
    expect(reason).toMatchObject({
      code: 'wrong-authority',
      parameters: { authority: 'partner', wanted: 'acme' },
    });
    expect(rules[0].materials[0].nearest).toEqual({
      index: 0,
      part: 'authority',
      found: 'partner',
      wanted: 'acme',
    });
  });

  it.each([
    [
      'another workflow',
      {
        subject:
          'https://github.com/acme/payments/.github/workflows/test.yml@refs/tags/v1',
      },
    ],
    [
      'another organisation',
      {
        subject:
          'https://github.com/evil/payments/.github/workflows/release.yml@refs/tags/v1',
      },
    ],
    ['another issuer', { issuer: 'https://gitlab.com' }],
    [
      'a subject that only contains an accepted one',
      { subject: `https://evil.io/?${releaseWorkflow}@refs/tags/v1` },
    ],
    [
      'an accepted one with more behind it',
      {
        subject: `${releaseWorkflow}@refs/tags/v1/evil`,
        subjectType: 'other' as const,
      },
    ],
    [
      'another case',
      { subject: `${releaseWorkflow}@refs/tags/v1`.toUpperCase() },
    ],
  ])('S2.2 refuses %s', (_, change) => {
    expect(verdictOf(signed(proven({ signer: identity(change) })))).toBe(
      'untrusted deny signer-not-accepted',
    );
  });

  it('S2.1 takes a key by the name of its authority', () => {
    const rule: AcceptanceRule = {
      ...releaseRule,
      signers: [{ key: 'platform-key' }],
    };
    const byKey = (authority: string, authorityDigest = digest('3')) =>
      signed(proven({ authority, authorityDigest, signer: { type: 'key' } }));
    const registry = { version: 1, rules: [rule] };
    expect(verdictOf({ ...byKey('platform-key'), registry })).toBe(
      'trusted allow accepted',
    );
    expect(
      verdictOf({
        ...byKey('old-key', digest('4')),
        registry,
        authorities: [
          platformKey,
          {
            name: 'old-key',
            kind: 'key',
            status: 'loaded',
            digest: digest('4'),
          },
        ],
      }),
    ).toBe('untrusted deny signer-not-accepted');
    expect(verdictOf(byKey('platform-key'))).toBe(
      'untrusted deny signer-kind-not-accepted',
    );
    expect(verdictOf({ registry })).toBe(
      'untrusted deny signer-kind-not-accepted',
    );
  });
});

describe('S3 which rules apply', () => {
  const inEnvironment = (environment?: string) => ({
    usage: { ...input().usage, environment },
  });

  it('S3.1 judges an undeclared environment by the rules of every environment', () => {
    const unsigned = { collections: [collection([])], evidence: [] };
    for (const environment of [undefined, 'production'])
      expect(verdictOf({ ...inEnvironment(environment), ...unsigned })).toBe(
        'unsigned deny nothing-found',
      );
    expect(verdictOf({ ...inEnvironment('dev'), ...unsigned })).toBe(
      'unsigned warn nothing-found',
    );
  });

  it('S3.1 judges a reference that cannot be read by the rules of every repository', () => {
    const usage = {
      ...input().usage,
      repository: undefined,
      environment: undefined,
    };
    const resolution = {
      status: 'failed' as const,
      at: now,
      cause: cause('annotation-invalid', 'configuration'),
    };
    expect(verdictOf({ usage, resolution })).toBe(
      'inconclusive deny annotation-invalid',
    );
  });

  it('S3.3 says no-rule only where there is something to judge', () => {
    const none = { registry: { version: 1, rules: [] } };
    expect(verdictOf(none)).toBe('untrusted warn no-rule');
    expect(verdictOf({ ...none, collections: [collection([])] })).toBe(
      'unsigned warn nothing-found',
    );
    expect(
      verdictOf({
        ...none,
        collections: [collection([], {}, [failure('referrers-api')])],
      }),
    ).toBe('inconclusive warn registry-unreachable');
  });

  it('S3.3 says nothing-required where every rule is off', () => {
    const registry = {
      version: 1,
      rules: [{ ...releaseRule, mode: 'off' as const }],
    };
    expect(verdictOf({ registry })).toBe('untrusted warn nothing-required');
    expect(verdictOf({ registry, collections: [collection([])] })).toBe(
      'unsigned warn nothing-found',
    );
  });
});

describe('S4 quantifiers', () => {
  const junk = [
    failed('signature-invalid', { material: digest('c') }),
    failed('malformed', { material: digest('d'), signer: undefined }),
    proven({
      material: digest('e'),
      signer: identity({ subject: 'evil@x.io', subjectType: 'email' }),
    }),
  ];

  it('S4.1 is met by one accepted material, in any order and among any junk', () => {
    for (const evidence of [
      [proven(), ...junk],
      [...junk, proven()],
    ]) {
      const judgement = judge(input(signed(...evidence)));
      expect(judgement.reason.code).toBe('accepted');
      expect(judgement.rules[0].materials).toHaveLength(4);
    }
  });

  it('S4.1 does not take a report about the artifact for a signature', () => {
    for (const role of ['scan', 'test', 'summary', 'sbom', 'other'] as const)
      expect(verdictOf(signed(attested(role)))).toBe(
        'untrusted deny attestation-missing',
      );
    for (const role of ['signature', 'provenance'] as const)
      expect(verdictOf(signed(attested(role)))).toBe('trusted allow accepted');
  });

  it('S4.4 cannot tell where a source failed and the requirement is unmet', () => {
    const partly = collection([], {}, [failure('referrers-api')]);
    expect(verdictOf({ collections: [partly], evidence: [] })).toBe(
      'inconclusive deny registry-unreachable',
    );
    const wrong = proven({
      signer: identity({ issuer: 'https://gitlab.com' }),
    });
    const partlyWrong = collection([digest('b')], {}, [
      failure('cosign-att-tag'),
    ]);
    expect(verdictOf({ collections: [partlyWrong], evidence: [wrong] })).toBe(
      'inconclusive deny registry-unreachable',
    );
  });

  it('S4.4 trusts a met requirement although another source failed', () => {
    const partly = collection([digest('b')], {}, [failure('referrers-api')]);
    expect(verdictOf({ collections: [partly] })).toBe('trusted allow accepted');
  });

  it('S4.5 lets a proven breach outweigh absence of trust elsewhere', () => {
    const second: AcceptanceRule = {
      ...releaseRule,
      name: 'key-too',
      mode: 'observe',
      signers: [{ key: 'platform-key' }],
    };
    const judgement = judge(
      input({ registry: { version: 1, rules: [releaseRule, second] } }),
    );
    expect(judgement).toMatchObject({
      verdict: 'untrusted',
      decision: 'warn',
      reason: { code: 'signer-kind-not-accepted' },
    });
    expect(judgement.rules.map(({ verdict }) => verdict)).toEqual([
      'trusted',
      'untrusted',
    ]);
  });

  it('S4.6 changes only the decision between observe and enforce', () => {
    const observed = {
      registry: {
        version: 1,
        rules: [{ ...releaseRule, mode: 'observe' as const }],
      },
      collections: [collection([])],
      evidence: [],
    };
    expect(verdictOf(observed)).toBe('unsigned warn nothing-found');
    expect(
      verdictOf({
        ...observed,
        registry: { version: 1, rules: [releaseRule] },
      }),
    ).toBe('unsigned deny nothing-found');
  });

  it('S4.7 takes the strictest decision of all rules', () => {
    const second: AcceptanceRule = {
      ...releaseRule,
      name: 'second',
      mode: 'observe',
    };
    expect(
      verdictOf({
        registry: { version: 1, rules: [second, releaseRule] },
        collections: [collection([])],
        evidence: [],
      }),
    ).toBe('unsigned deny nothing-found');
  });

  it('S4.8 lets the material that came furthest lead', () => {
    const onBranch = proven({
      material: digest('9'),
      signer: identity({ subject: `${releaseWorkflow}@refs/heads/main` }),
    });
    for (const evidence of [
      [...junk, onBranch],
      [onBranch, ...junk],
    ])
      expect(verdictOf(signed(...evidence))).toBe(
        'untrusted deny ref-not-accepted',
      );
  });

  it('S4.8 names the ref when only the ref differs', () => {
    const evidence = proven({
      signer: identity({ subject: `${releaseWorkflow}@refs/heads/hotfix-2` }),
    });
    expect(judge(input(signed(evidence))).reason).toEqual({
      code: 'ref-not-accepted',
      parameters: expect.objectContaining({
        ref: 'refs/heads/hotfix-2',
        wanted: 'refs/tags/v*',
        rule: 'acme-release',
        signer:
          'GitHub Actions · acme/payments · release.yml · branch hotfix-2',
      }),
    });
  });

  it('S4.8 does not take the host of an e-mail address for a ref', () => {
    const rule: AcceptanceRule = {
      ...releaseRule,
      signers: [{ authority: 'acme', issuer, subject: 'release@acme.io' }],
    };
    const evidence = proven({
      signer: identity({ subject: 'release@evil.io', subjectType: 'email' }),
    });
    expect(
      verdictOf({
        ...signed(evidence),
        registry: { version: 1, rules: [rule] },
      }),
    ).toBe('untrusted deny signer-not-accepted');
  });

  it('S4.8 takes the authority under which a material came furthest', () => {
    const late = failed('certificate-not-valid-at-signing');
    const foreign = failed('unknown-authority', {
      authority: 'partner',
      authorityDigest: digest('2'),
    });
    expect(verdictOf(signed(late, foreign))).toBe(
      'untrusted deny certificate-not-valid-at-signing',
    );
  });
});

describe('S5 could not tell', () => {
  it('S5.1 names the origin', () => {
    const unreadable = judge(input(signed(failed('malformed'))));
    expect(unreadable).toMatchObject({
      verdict: 'inconclusive',
      origin: 'material',
      reason: { code: 'malformed' },
    });
    const down = judge(
      input({
        collections: [],
        evidence: [],
        resolution: { status: 'failed', at: now, cause: cause() },
      }),
    );
    expect(down).toMatchObject({
      verdict: 'inconclusive',
      origin: 'infrastructure',
    });
  });

  it('S5.1 could not tell when a limit hid what is attached', () => {
    const limited = collection([], {}, [
      { source: 'cosign-sig-tag', status: 'limited', limit: 'blob of 16 MiB' },
    ]);
    const judgement = judge(input({ collections: [limited], evidence: [] }));
    expect(judgement).toMatchObject({
      verdict: 'inconclusive',
      origin: 'material',
      reason: {
        code: 'limit-exceeded',
        parameters: { limit: 'blob of 16 MiB' },
      },
      freshness: { status: 'fresh' },
    });
  });

  it.each([
    'artifact-not-found',
    'host-not-allowed',
    'annotation-invalid',
  ] as const)(
    'S5.2 does not lean on an older collection when the cause is %s',
    code => {
      const resolution = {
        status: 'failed' as const,
        at: now,
        cause: cause(code, 'configuration'),
      };
      expect(verdictOf({ resolution })).toBe(`inconclusive deny ${code}`);
    },
  );

  it('S5.2 does not lean on an older collection when a source failed for configuration', () => {
    const good = collection([digest('b')], { at: ago(3 * hour) });
    const refused = collection([], {}, [
      failure('referrers-api', cause('host-not-allowed', 'configuration')),
    ]);
    expect(judge(input({ collections: [good, refused] }))).toMatchObject({
      verdict: 'inconclusive',
      origin: 'configuration',
      reason: { code: 'host-not-allowed' },
    });
    // A later outage does not bring the better days back either.
    const down = collection([], { at: ago(1_000) }, [failure('subject')]);
    expect(judge(input({ collections: [good, refused, down] })).verdict).toBe(
      'inconclusive',
    );
    // What an outage alone kept from being seen still leans on it.
    expect(verdictOf({ collections: [good, down] })).toBe(
      'trusted allow accepted',
    );
  });

  it('S5.2 never becomes more permissive by unproven material', () => {
    const strictness = ['allow', 'warn', 'deny'];
    const codes = [
      'limit-exceeded',
      'malformed',
      'unsupported-format',
      'signature-invalid',
      'unknown-authority',
      'subject-mismatch',
    ] as const;
    const bases = [
      { evidence: [] },
      { evidence: [proven()] },
      {
        evidence: [
          proven({ signer: identity({ issuer: 'https://gitlab.com' }) }),
        ],
      },
    ];
    for (const { evidence } of bases) {
      const before = judge(input(signed(...evidence)));
      for (const code of codes) {
        const added = failed(code, { material: digest('7') });
        const after = judge(input(signed(added, ...evidence)));
        expect(strictness.indexOf(after.decision)).toBeGreaterThanOrEqual(
          strictness.indexOf(before.decision),
        );
        expect(after.verdict === 'trusted').toBe(before.verdict === 'trusted');
      }
    }
  });

  it('S5.3 distinguishes unknown, removed and missing authorities', () => {
    expect(verdictOf(signed(failed('unknown-authority')))).toBe(
      'untrusted deny unknown-authority',
    );
    expect(verdictOf({ authorities: [partner] })).toBe(
      'untrusted deny authority-removed',
    );
    expect(
      verdictOf({
        ...signed(
          failed('unknown-authority', {
            authority: 'partner',
            authorityDigest: digest('2'),
          }),
        ),
        authorities: [
          {
            name: 'acme',
            kind: 'sigstore',
            status: 'failed',
            cause: cause('authority-missing'),
          },
          partner,
        ],
      }),
    ).toBe('inconclusive deny authority-missing');
  });

  it('S4.8 S5.3 lets the authority that knows most speak', () => {
    const stranger = failed('unknown-authority', {
      authority: 'platform-key',
      authorityDigest: digest('3'),
    });
    for (const evidence of [
      [failed('signature-invalid'), stranger],
      [stranger, failed('signature-invalid')],
    ])
      expect(verdictOf(signed(...evidence))).toBe(
        'untrusted deny signature-invalid',
      );
  });

  it('S5.3 says unsigned, whatever the authorities, where nothing is attached', () => {
    expect(
      verdictOf({
        collections: [collection([])],
        evidence: [],
        authorities: [],
      }),
    ).toBe('unsigned deny nothing-found');
  });

  it('S5.4 claims absence only after the subject itself was read', () => {
    const unread = collection([], {}, [
      { source: 'subject', status: 'absent' },
    ]);
    expect(judge(input({ collections: [unread], evidence: [] })).verdict).toBe(
      'inconclusive',
    );
  });
});

describe('S6 nothing is held', () => {
  const outage = {
    resolution: { status: 'failed' as const, at: ago(1_000), cause: cause() },
  };

  it('S6.1 recomputes from the newest complete collection through an outage', () => {
    const judgement = judge(input(outage));
    expect(judgement).toMatchObject({
      verdict: 'trusted',
      freshness: {
        status: 'stale',
        provenAt: ago(60_000),
        since: ago(1_000),
        cause: { code: 'registry-unreachable' },
      },
    });
  });

  it('S6.1 adds what later, incomplete looks found', () => {
    const bad = collection([digest('b')], { at: ago(3 * hour) });
    const later = collection([digest('c')], { at: ago(hour) }, [
      failure('referrers-api'),
    ]);
    const evidence = [
      failed('signature-invalid'),
      proven({ material: digest('c') }),
    ];
    expect(verdictOf({ collections: [bad, later], evidence })).toBe(
      'trusted allow accepted',
    );
  });

  it('S6.1 could not tell once the newest complete collection is too old', () => {
    const old = [collection([digest('b')], { at: ago(24 * hour + 1) })];
    expect(verdictOf({ ...outage, collections: old })).toBe(
      'inconclusive deny registry-unreachable',
    );
    const justYoung = [collection([digest('b')], { at: ago(24 * hour) })];
    expect(verdictOf({ ...outage, collections: justYoung })).toBe(
      'trusted allow accepted',
    );
  });

  it('S6.1 applies the current rules and authorities during an outage', () => {
    const registry = {
      version: 2,
      rules: [{ ...releaseRule, signers: [{ key: 'platform-key' }] }],
    };
    expect(verdictOf({ ...outage, registry })).toBe(
      'untrusted deny signer-kind-not-accepted',
    );
    expect(verdictOf({ ...outage, authorities: [partner] })).toBe(
      'untrusted deny authority-removed',
    );
  });

  it('S6.2 takes the last complete collection, not the last trusted one', () => {
    const trusted = collection([digest('b')], { at: ago(2 * hour) });
    const empty = collection([], { at: ago(hour) });
    expect(verdictOf({ ...outage, collections: [trusted, empty] })).toBe(
      'unsigned deny nothing-found',
    );
  });

  it('S6.4 suspends evidence at once when its authority changed or went', () => {
    const changed = { ...acme, digest: digest('8') };
    expect(verdictOf({ authorities: [changed] })).toBe(
      'untrusted deny unknown-authority',
    );
  });

  it('S5.1 S6.4 cannot tell while the verifier fails on what is there', () => {
    const suspended = {
      authorities: [{ ...acme, digest: digest('8') }],
      unverified: [input().usage.digest!],
    };
    expect(judge(input(suspended))).toMatchObject({
      verdict: 'inconclusive',
      origin: 'infrastructure',
      decision: 'deny',
      reason: { code: 'not-checked-yet' },
    });
    // S4.1: what is proven still counts, and another digest's trouble is its own.
    expect(verdictOf({ unverified: suspended.unverified })).toBe(
      'trusted allow accepted',
    );
    expect(verdictOf({ ...suspended, unverified: [digest('c')] })).toBe(
      'untrusted deny unknown-authority',
    );
  });

  it('S6.5 calls a signature vanished that was accepted before', () => {
    expect(
      verdictOf({
        collections: [collection([])],
        evidence: [proven()],
        acceptedBefore: [digest('b')],
      }),
    ).toBe('unsigned deny signature-vanished');
  });

  it('says not-checked-yet before the first look', () => {
    expect(
      verdictOf({
        resolution: { status: 'pending' },
        collections: [],
        evidence: [],
      }),
    ).toBe('inconclusive deny not-checked-yet');
  });
});

describe('a registry that configuration would have refused', () => {
  const withRule = (change: Partial<typeof releaseRule>) => ({
    registry: { version: 1, rules: [{ ...releaseRule, ...change }] },
  });

  it('S2.1 a rule without signers is met by nobody', () => {
    expect(verdictOf(withRule({ signers: [] }))).toBe(
      'untrusted deny signer-not-accepted',
    );
  });

  it.each(['', '***', 'x'.repeat(3_000)])(
    'S2.2 nobody fits the pattern %.10j',
    pattern => {
      const signers = [{ authority: 'acme', issuer, subject: pattern }];
      expect(verdictOf(withRule({ signers }))).toBe(
        'untrusted deny signer-not-accepted',
      );
    },
  );

  it('S3.1 a rule whose references cannot be read speaks of everything', () => {
    expect(
      verdictOf({ ...withRule({ references: ['***'] }), evidence: [] }),
    ).toBe('untrusted deny unknown-authority');
  });
});
