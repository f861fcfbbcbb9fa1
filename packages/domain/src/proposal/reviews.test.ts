import type { AcceptanceRule, RegistryContent } from '../registry/rule';
import { contentDiff } from './contentDiff';
import { proposalActs, proposalStates, proposalStep } from './proposalStates';
import { reviewDemand } from './reviewDemand';
import { reviewOutcome, type Approval, type Reviewer } from './reviewOutcome';

const production = ['prod'];
const inDev: AcceptanceRule = {
  name: 'release',
  references: ['ghcr.io/acme/**'],
  environments: ['dev'],
  mode: 'enforce',
  signers: [{ key: 'platform-key' }],
  requirements: [{ type: 'signature' }],
};
const inProd: AcceptanceRule = { ...inDev, environments: ['prod'] };
const distrust = [{ key: 'platform-key', reason: 'lost' }];
const bindings = [
  {
    entity: 'component:default/payments',
    repository: 'https://github.com/acme/payments',
  },
];

function demand(
  before: Partial<RegistryContent>,
  after: Partial<RegistryContent>,
) {
  const diff = contentDiff({ rules: [], ...before }, { rules: [], ...after });
  return reviewDemand(diff, { production });
}
const between = (before: AcceptanceRule, after: AcceptanceRule) =>
  demand({ rules: [before] }, { rules: [after] });

describe('S9.2 what reviews a change needs', () => {
  it('is one where nothing of production is touched', () => {
    expect(between(inDev, { ...inDev, mode: 'observe' })).toEqual({
      approvals: 1,
      owners: [],
      production: [],
      isNarrowing: false,
    });
    expect(demand({}, { rules: [inDev] }).approvals).toBe(1);
  });

  it.each<[string, AcceptanceRule, AcceptanceRule]>([
    ['a rule of production', inProd, { ...inProd, mode: 'observe' }],
    ['dropping prod from a rule', inProd, inDev],
    ['adding prod to a rule', inDev, inProd],
    [
      'a rule of every environment',
      inDev,
      { ...inDev, environments: undefined },
    ],
  ])('is two for %s', (_, before, after) => {
    expect(between(before, after)).toMatchObject({
      approvals: 2,
      production: ['rule-in-production'],
    });
  });

  it('is two where nobody says what is production', () => {
    const diff = contentDiff({ rules: [] }, { rules: [inDev] });
    expect(reviewDemand(diff, {}).approvals).toBe(2);
  });

  it.each([
    ['a rule', demand({ rules: [inDev] }, {}), 'rule-removed'],
    [
      'a requirement',
      between(inDev, { ...inDev, requirements: [{ type: 'sbom' }] }),
      'requirement-removed',
    ],
    [
      'all that an unspoken signature was',
      between({ ...inDev, requirements: undefined }, inDev),
      'requirement-removed',
    ],
    ['distrust', demand({ distrust }, {}), 'distrust-removed'],
    [
      'the beginning of distrust',
      demand(
        { distrust },
        { distrust: [{ ...distrust[0], from: '2030-01-01' }] },
      ),
      'distrust-removed',
    ],
    ['a binding', demand({ bindings }, {}), 'binding-changed'],
  ])('counts removing %s as production, wherever it is', (_, found, why) => {
    expect(found).toMatchObject({ approvals: 2, production: [why] });
  });

  it('S2.4 is two where a binding comes or changes: it says whose source counts', () => {
    const moved = [{ ...bindings[0], repository: 'https://github.com/evil/x' }];
    for (const found of [
      demand({}, { bindings }),
      demand({ bindings }, { bindings: moved }),
    ])
      expect(found).toMatchObject({
        ...{ approvals: 2, production: ['binding-changed'] },
        isNarrowing: false,
      });
    expect(demand({ bindings }, { bindings, distrust }).isNarrowing).toBe(true);
    expect(demand({ bindings }, { distrust }).isNarrowing).toBe(false);
  });

  it('S1.4 is two where a key comes, changes or goes', () => {
    const keys = [{ name: 'ci', publicKey: 'a key' }];
    const other = [{ name: 'ci', publicKey: 'another key' }];
    for (const found of [
      demand({}, { keys }),
      demand({ keys }, { keys: other }),
      demand({ keys }, {}),
      demand({ keys }, { distrust }),
    ])
      expect(found).toMatchObject({
        ...{ approvals: 2, production: ['key-changed'] },
        isNarrowing: false,
      });
  });

  it('is one where a requirement comes to others', () => {
    const more: AcceptanceRule = {
      ...inDev,
      requirements: [{ type: 'signature' }, { type: 'sbom' }],
    };
    expect(between(inDev, more).approvals).toBe(1);
  });

  it('asks the owner of before and the one of after: nobody makes oneself the owner', () => {
    const payments = { ...inDev, owner: 'group:default/payments' };
    const mine = { ...inDev, owner: 'user:default/mallory' };
    expect(between(payments, mine).owners).toEqual([
      'group:default/payments',
      'user:default/mallory',
    ]);
    expect(demand({ rules: [payments] }, {}).owners).toEqual([
      'group:default/payments',
    ]);
  });

  it('S9.4 is narrowing where nothing but distrust comes', () => {
    expect(demand({}, { distrust })).toMatchObject({
      approvals: 1,
      isNarrowing: true,
    });
    expect(demand({}, { distrust, rules: [inDev] }).isNarrowing).toBe(false);
    expect(demand({ distrust }, {}).isNarrowing).toBe(false);
    expect(demand({}, {}).isNarrowing).toBe(false);
  });
});

describe('S9.1 S9.6 which approvals count', () => {
  const platform: Reviewer = {
    isPerson: true,
    mayReview: true,
    speaksFor: ['group:default/platform'],
  };
  const people: Record<string, Reviewer> = {
    'user:default/ann': platform,
    'user:default/ben': platform,
    'user:default/pat': {
      isPerson: true,
      mayReview: false,
      speaksFor: ['group:default/payments'],
    },
    'user:default/eve': { isPerson: true, mayReview: false, speaksFor: [] },
    'service:ci': { isPerson: false, mayReview: true, speaksFor: [] },
    'user:default/guest': { isPerson: false, mayReview: true, speaksFor: [] },
  };
  const binding = 'now';
  const stranger = ['user:default/mallory'];
  const by = (...refs: string[]): Approval[] =>
    refs.map(ref => ({ by: ref, binding }));
  const outcome = (
    approvals: Approval[],
    change: Partial<Parameters<typeof reviewOutcome>[0]> = {},
  ) =>
    reviewOutcome({
      demand: { approvals: 1, owners: [] },
      binding,
      authors: stranger,
      approvals,
      reviewerOf: ref => people[ref],
      ...change,
    });

  it('one reviewer who did not write it', () => {
    expect(outcome(by('user:default/ann'))).toEqual({
      isApproved: true,
      counted: ['user:default/ann'],
      ignored: [],
      missing: { approvals: 0, owners: [] },
    });
  });

  it.each<[string, Approval[], string, string[]]>([
    ['an author', by('user:default/ann'), 'author', ['user:default/ann']],
    [
      'an author by another case',
      by('user:default/ann'),
      'author',
      ['User:default/Ann'],
    ],
    [
      'whoever edited it second',
      by('user:default/ann'),
      'author',
      ['user:default/mallory', 'user:default/ann'],
    ],
    [
      'a word for another content or base',
      [{ by: 'user:default/ann', binding: 'before' }],
      'other-content',
      stranger,
    ],
    ['a service', by('service:ci'), 'no-person', stranger],
    ['a guest', by('user:default/guest'), 'no-person', stranger],
    ['whoever is no reviewer', by('user:default/eve'), 'no-reviewer', stranger],
    ['whoever left', by('user:default/gone'), 'nobody-known', stranger],
  ])('never %s', (_, approvals, why, authors) => {
    expect(outcome(approvals, { authors })).toEqual({
      isApproved: false,
      counted: [],
      ignored: [{ by: approvals[0].by, why }],
      missing: { approvals: 1, owners: [] },
    });
  });

  it('two people for production, and one person twice is one', () => {
    const demand_ = { approvals: 2 as const, owners: [] };
    const twice = by('user:default/ann', 'User:default/Ann');
    expect(outcome(twice, { demand: demand_ })).toMatchObject({
      isApproved: false,
      ignored: [{ why: 'twice' }],
      missing: { approvals: 1 },
    });
    const both = by('user:default/ann', 'user:default/ben');
    expect(outcome(both, { demand: demand_ }).isApproved).toBe(true);
  });

  it('an owner speaks for a rule, and does not stand for a reviewer', () => {
    const demand_ = {
      approvals: 1 as const,
      owners: ['group:default/payments'],
    };
    const decided = (...refs: string[]) =>
      outcome(by(...refs), { demand: demand_ });
    expect(decided('user:default/ann').missing).toEqual({
      approvals: 0,
      owners: ['group:default/payments'],
    });
    expect(decided('user:default/pat').missing).toEqual({
      approvals: 1,
      owners: [],
    });
    expect(decided('user:default/pat', 'user:default/ann')).toMatchObject({
      isApproved: true,
      counted: ['user:default/ann'],
    });
  });

  it('nobody where no group may review', () => {
    const reviewerOf = (ref: string) =>
      people[ref] && { ...people[ref], mayReview: false };
    const all = by(...Object.keys(people));
    expect(outcome(all, { reviewerOf }).isApproved).toBe(false);
  });
});

describe('the states of a proposal', () => {
  it('leave nothing to do with what has ended', () => {
    for (const state of ['merged', 'rejected', 'withdrawn'] as const)
      for (const act of proposalActs)
        expect(proposalStep(state, act)).toBeUndefined();
  });

  it('let nobody merge or approve what is not open', () => {
    for (const state of proposalStates)
      for (const act of ['merge', 'approve'] as const)
        expect(proposalStep(state, act) !== undefined).toBe(state === 'open');
  });

  it('lead from everywhere to an end', () => {
    const ends = proposalStates.filter(
      state => !proposalActs.some(act => proposalStep(state, act)),
    );
    expect(ends).toEqual(['merged', 'rejected', 'withdrawn']);
    for (const state of proposalStates)
      expect(
        ends.includes(state) ||
          proposalStep(state, 'withdraw')?.to === 'withdrawn',
      ).toBe(true);
  });
});
