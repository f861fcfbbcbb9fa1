import fc from 'fast-check';
import { anyBinding } from '../__testUtils__/anyRegistry';
import type { SignerClaims } from '../records/signer';
import type { RepositoryBinding } from '../registry/repositoryBinding';
import type { AcceptanceRule } from '../registry/rule';
import { identity, input, proven, releaseRule } from '../testing/judgeInputs';
import type { JudgeInput } from './input';
import { judge } from './judge';
import { ownRepositoryOf } from './ownRepository';
import { changedIdentity } from './repositoryIdentity';

const payments = 'https://github.com/acme/payments';
const entity = 'component:default/payments';

/** Whoever at the company releases, as long as it is the repository of the entity. */
const ownRule: AcceptanceRule = {
  ...releaseRule,
  signers: [
    {
      authority: 'acme',
      issuer: identity().issuer,
      subject: 'https://github.com/acme/**',
      ownRepository: true,
    },
  ],
};

const claims: SignerClaims = {
  sourceRepository: payments,
  sourceRepositoryId: '123',
  ownerId: '45',
};
const bound: RepositoryBinding = { entity, repository: payments };
const pinned = { ...bound, repositoryId: '123', ownerId: '45' };

interface Case {
  claims?: SignerClaims;
  bindings?: RepositoryBinding[];
  stamped?: string;
  rule?: AcceptanceRule;
  usage?: Partial<JudgeInput['usage']>;
}

function given({ rule = ownRule, ...one }: Case): JudgeInput {
  const plain = input();
  return {
    ...plain,
    usage: { ...plain.usage, ...one.usage },
    entity: {
      kind: 'component',
      ...(one.stamped && { stampedRepository: one.stamped }),
    },
    evidence: [proven({ signer: identity({ claims: one.claims ?? claims }) })],
    registry: {
      version: 1,
      rules: [rule],
      ...(one.bindings && { bindings: one.bindings }),
    },
  };
}

function nearestIn(one: Case) {
  const { verdict, reason, rules } = judge(given(one));
  return { verdict, code: reason.code, ...rules[0].materials[0].nearest };
}

const missed = { verdict: 'untrusted', code: 'signer-not-accepted' };

describe("S2.4 the entity's own repository", () => {
  const { sourceRepositoryId: _, ...withoutId } = claims;
  const nothingSays = `the own repository of ${entity}, and nothing says which one that is`;
  const boundWords = `(bound to ${entity})`;
  const stampedWords = `(the catalog reads ${entity} from there)`;

  it.each<[string, Case]>([
    ['bound by its name', { bindings: [bound] }],
    ['bound by its name and ids', { bindings: [pinned] }],
    [
      'bound by the id of its owner',
      { bindings: [{ ...bound, ownerId: '45' }] },
    ],
    ['where the catalog reads the entity', { stamped: payments }],
    [
      'bound, whatever the catalog reads',
      { bindings: [bound], stamped: 'https://github.com/acme/catalog' },
    ],
    [
      'bound to the entity, in whatever letters',
      { bindings: [bound], usage: { entityRef: 'Component:default/Payments' } },
    ],
  ])('is met by the one that is %s', (_name, one) => {
    expect(judge(given(one))).toMatchObject({
      verdict: 'trusted',
      reason: { code: 'accepted' },
    });
  });

  it.each<[string, Case, string, string]>([
    [
      'no repository is bound or stamped',
      {},
      `sourceRepository=${payments}`,
      nothingSays,
    ],
    [
      'only another entity is bound',
      { bindings: [{ ...pinned, entity: 'component:default/orders' }] },
      `sourceRepository=${payments}`,
      nothingSays,
    ],
    [
      'two are bound, which no door lets in',
      {
        bindings: [bound, { ...bound, repository: `${payments}-2` }],
        stamped: payments,
      },
      `sourceRepository=${payments}`,
      nothingSays,
    ],
    [
      'another one is bound than the catalog reads',
      {
        bindings: [{ ...bound, repository: `${payments}-2` }],
        stamped: payments,
      },
      `sourceRepository=${payments}`,
      `sourceRepository=${payments}-2 ${boundWords}`,
    ],
    [
      'the catalog reads the entity elsewhere',
      { stamped: 'https://github.com/acme/catalog' },
      `sourceRepository=${payments}`,
      `sourceRepository=https://github.com/acme/catalog ${stampedWords}`,
    ],
    [
      'the name differs in its letters',
      {
        bindings: [
          { ...bound, repository: 'https://github.com/Acme/payments' },
        ],
      },
      `sourceRepository=${payments}`,
      `sourceRepository=https://github.com/Acme/payments ${boundWords}`,
    ],
    [
      'the certificate names no repository',
      { bindings: [bound], claims: { ownerId: '45' } },
      'no sourceRepository',
      `sourceRepository=${payments} ${boundWords}`,
    ],
    [
      'the repository has another id',
      { bindings: [pinned], claims: { ...claims, sourceRepositoryId: '999' } },
      'sourceRepositoryId=999',
      `sourceRepositoryId=123 ${boundWords}`,
    ],
    [
      'its owner has another id',
      { bindings: [pinned], claims: { ...claims, ownerId: '99' } },
      'ownerId=99',
      `ownerId=45 ${boundWords}`,
    ],
    [
      'the certificate does not have an id that is pinned',
      { bindings: [pinned], claims: withoutId },
      'no sourceRepositoryId',
      `sourceRepositoryId=123 ${boundWords}`,
    ],
  ])('is not met where %s', (_name, one, found, wanted) => {
    expect(nearestIn(one)).toEqual({
      ...{ ...missed, index: 0, part: 'claim' },
      ...{ found, wanted },
    });
  });

  it('refuses a validly signed image of service A that is used for B', () => {
    const bindings = [
      pinned,
      {
        entity: 'component:default/orders',
        repository: 'https://github.com/acme/orders',
        repositoryId: '777',
      },
    ];
    expect(nearestIn({ bindings })).toMatchObject({ verdict: 'trusted' });
    expect(
      nearestIn({ bindings, usage: { entityRef: 'component:default/orders' } }),
    ).toMatchObject({
      ...missed,
      found: `sourceRepository=${payments}`,
      wanted:
        'sourceRepository=https://github.com/acme/orders (bound to component:default/orders)',
    });
  });

  it('refuses a repository that was deleted and registered again by another owner', () => {
    const again = { ...claims, sourceRepositoryId: '999', ownerId: '66' };
    expect(nearestIn({ bindings: [pinned], claims: again })).toMatchObject({
      ...missed,
      found: 'sourceRepositoryId=999',
    });
  });

  it('leads over the ref only where the ref is all that differs', () => {
    const rule: AcceptanceRule = {
      ...releaseRule,
      signers: [
        {
          ...ownRule.signers[0],
          subject:
            'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v2*',
        } as AcceptanceRule['signers'][number],
      ],
    };
    expect(nearestIn({ rule })).toMatchObject(missed);
    expect(nearestIn({ rule, bindings: [pinned] })).toMatchObject({
      code: 'ref-not-accepted',
      part: 'ref',
    });
  });

  it('has to be asked for: a rule that does not says the same whatever is bound', () => {
    const id = fc.constantFrom('1', '2', 'a-b', 'c');
    const anyClaims = fc.record(
      {
        sourceRepository: fc.constantFrom(
          payments,
          'https://gitlab.com/a/b/c',
          'https://github.com/evil/x',
        ),
        sourceRepositoryId: id,
        ownerId: id,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        anyClaims,
        fc.array(anyBinding, { maxLength: 3 }),
        fc.constantFrom(entity, 'component:default/a', 'component:x/b-c_d.e'),
        fc.option(fc.constantFrom(payments, 'https://gitlab.com/a/b/c'), {
          nil: undefined,
        }),
        (found, bindings, entityRef, stamped) => {
          const one = {
            claims: found,
            rule: releaseRule,
            usage: { entityRef },
          };
          const free = judge(given(one));
          expect(free.verdict).toBe('trusted');
          expect(judge(given({ ...one, bindings, stamped }))).toEqual(free);
        },
      ),
    );
  });

  it('is never met by more than a rule without it accepts', () => {
    const free: AcceptanceRule = {
      ...ownRule,
      signers: ownRule.signers.map(signer => ({
        ...signer,
        ownRepository: undefined,
      })),
    };
    const stranger = { claims: {}, bindings: [bound] };
    expect(judge(given({ ...stranger, rule: free })).verdict).toBe('trusted');
    expect(judge(given(stranger)).verdict).toBe('untrusted');
  });
});

describe('S2.4 ownRepositoryOf', () => {
  it('says who says so, and nothing where two of them do', () => {
    const ownIn = (one: Case) => ownRepositoryOf(given(one));
    const both = { bindings: [{ ...pinned, reason: 'r' }], stamped: 'x' };
    expect(ownIn(both)).toEqual({
      ...{ repository: payments, repositoryId: '123', ownerId: '45' },
      basis: 'binding',
    });
    expect(ownIn({ stamped: payments })).toEqual({
      repository: payments,
      basis: 'managed-by',
    });
    expect(ownIn({})).toBeUndefined();
    expect(
      ownIn({ bindings: [bound, pinned], stamped: payments }),
    ).toBeUndefined();
  });
});

describe('S2.4 repository-identity-changed', () => {
  const changeIn = (one: Case) => {
    const about = given(one);
    return changedIdentity(about.evidence[0], about);
  };

  it('says which ids differ from the reviewed ones', () => {
    const again = { ...claims, sourceRepositoryId: '999', ownerId: '66' };
    expect(changeIn({ bindings: [pinned], claims: again })).toEqual({
      repository: payments,
      pinned: 'id 123, owner id 45',
      found: 'id 999, owner id 66',
    });
    expect(
      changeIn({ bindings: [pinned], claims: { ...claims, ownerId: '66' } }),
    ).toEqual({
      repository: payments,
      pinned: 'owner id 45',
      found: 'owner id 66',
    });
  });

  const other = { ...claims, sourceRepositoryId: '999' };

  it.each<[string, Case]>([
    ['the ids are the same', { bindings: [pinned] }],
    ['no id is pinned', { bindings: [bound], claims: other }],
    [
      'the certificate has none',
      { bindings: [pinned], claims: { sourceRepository: payments } },
    ],
    ['nothing is bound', { claims: other, stamped: payments }],
    [
      'the name is another one',
      {
        bindings: [pinned],
        claims: { ...other, sourceRepository: 'https://github.com/evil/x' },
      },
    ],
    [
      'another entity is bound',
      {
        bindings: [{ ...pinned, entity: 'component:default/orders' }],
        claims: other,
      },
    ],
  ])('is not where %s', (_name, one) => {
    expect(changeIn(one)).toBeUndefined();
  });

  it('needs proof', () => {
    const about = given({ bindings: [pinned], claims: other });
    const [evidence] = about.evidence;
    expect(changedIdentity(evidence, about)).toBeDefined();
    expect(
      changedIdentity(
        {
          ...evidence,
          outcome: { status: 'failed', code: 'signature-invalid', message: '' },
        },
        about,
      ),
    ).toBeUndefined();
  });
});
