import fc from 'fast-check';
import {
  collection,
  digest,
  identity,
  input,
  proven,
  releaseRule,
} from '../testing/judgeInputs';
import type {
  AcceptanceRegistry,
  AcceptanceRule,
  Mode,
} from '../registry/rule';
import { blockersOf } from './blockersOf';
import type { ReplayInput } from './Flip';
import { RegistryPair } from './RegistryPair';
import { ReplayTally, type ReplaySubject } from './ReplayTally';
import { replayUsage } from './replayUsage';

const environments = ['dev', 'staging', 'prod'];
const owners = ['acme', 'evil', 'shop'];

interface One {
  id: string;
  environment?: string;
  cloud?: string;
  owner: string;
  signers: string[];
  isSeen: boolean;
}

function inputOf({ environment, cloud, signers, isSeen }: One): ReplayInput {
  const { registry: _, ...given } = input();
  const materials = signers.map((__, i) => digest(String(i)));
  return {
    ...given,
    usage: { ...given.usage, environment, cloud },
    collections: isSeen ? [collection(materials)] : [],
    evidence: isSeen
      ? signers.map((owner, i) =>
          proven({
            material: materials[i],
            signer: identity({
              subject: `https://github.com/${owner}/x/.github/workflows/release.yml@refs/tags/v1`,
            }),
          }),
        )
      : [],
  };
}

const anyOne: fc.Arbitrary<Omit<One, 'id'>> = fc.record({
  environment: fc.option(fc.constantFrom(...environments, 'odd', 'other'), {
    nil: undefined,
  }),
  cloud: fc.option(fc.constantFrom('aws', 'gcp'), { nil: undefined }),
  owner: fc.constantFrom('group:default/a', 'group:default/b'),
  signers: fc.subarray(owners),
  isSeen: fc.boolean(),
});
const anyUsages = fc
  .array(anyOne, { maxLength: 12 })
  .map(all => all.map((one, i) => ({ ...one, id: `u${i}` })));

const anyRule: fc.Arbitrary<AcceptanceRule> = fc.record({
  name: fc.constant('release'),
  references: fc.constant(['ghcr.io/**']),
  environments: fc.subarray(environments, { minLength: 1 }),
  mode: fc.constantFrom<Mode>('off', 'observe', 'enforce'),
  signers: fc.subarray(owners, { minLength: 1 }).map(named =>
    named.map(owner => ({
      authority: 'acme',
      issuer: 'https://token.actions.githubusercontent.com',
      subject: `https://github.com/${owner}/**`,
    })),
  ),
});
const anyRegistry: fc.Arbitrary<AcceptanceRegistry> = fc
  .uniqueArray(anyRule, { maxLength: 2, selector: rule => rule.signers.length })
  .map(rules => ({ version: 1, rules }));

function replay(
  usages: One[],
  before: AcceptanceRegistry,
  after: AcceptanceRegistry,
) {
  const pair = new RegistryPair(before, after);
  const tally = new ReplayTally({ environments });
  for (const one of usages) {
    const given = inputOf(one);
    tally.add(
      { id: one.id, usage: given.usage, owner: one.owner },
      replayUsage(given, pair),
    );
  }
  return tally.result();
}

const three = [anyUsages, anyRegistry, anyRegistry] as const;

describe('S9.3 a replay over many usages', () => {
  it('finds nothing between two registries that say the same', () => {
    fc.assert(
      fc.property(anyUsages, anyRegistry, (usages, registry) => {
        const same = structuredClone({ ...registry, version: 2 });
        const result = replay(usages, registry, same);
        expect(result.counts.same).toBe(usages.length);
        expect(result.groups).toEqual([]);
        expect(result.admitted.foreign).toEqual([]);
        expect(blockersOf(result, [])).toEqual([]);
      }),
    );
  });

  it('turns around with the registries', () => {
    fc.assert(
      fc.property(...three, (usages, one, two) => {
        const there = replay(usages, one, two).counts;
        const back = replay(usages, two, one).counts;
        expect(back.morePermissive).toBe(there.stricter);
        expect(back.stricter).toBe(there.morePermissive);
        expect(back.same).toBe(there.same);
      }),
    );
  });

  it('says the same in whatever order usages come', () => {
    fc.assert(
      fc.property(
        ...three,
        fc.func(fc.integer()),
        (usages, one, two, weight) => {
          const turned = [...usages].sort(
            (a, b) => weight(a.id) - weight(b.id),
          );
          expect(replay(turned, one, two)).toEqual(replay(usages, one, two));
        },
      ),
    );
  });

  it('judges what the change does not speak of as it would judge it twice', () => {
    fc.assert(
      fc.property(...three, (usages, one, two) => {
        const always = new RegistryPair(one, two);
        jest.spyOn(always, 'touches').mockReturnValue(true);
        const pair = new RegistryPair(one, two);
        for (const usage of usages) {
          const given = inputOf(usage);
          const { flip, admitted } = replayUsage(given, pair);
          const twice = replayUsage(given, always);
          expect(flip.before).toEqual(twice.flip.before);
          expect(flip.after).toEqual(twice.flip.after);
          expect(flip.direction).toBe(twice.flip.direction);
          expect(admitted).toEqual(twice.admitted);
        }
      }),
    );
  });

  it('counts every usage once, in total and in each facet', () => {
    fc.assert(
      fc.property(...three, (usages, one, two) => {
        const result = replay(usages, one, two);
        const { byEnvironment, byCloud, byOwner, byEntityKind } = result;
        for (const facets of [byEnvironment, byCloud, byOwner, byEntityKind])
          for (const [name, total] of Object.entries(result.counts))
            expect(
              facets.of
                .map(({ counts }) => counts[name as keyof typeof counts])
                .reduce((a, b) => a + b, 0),
            ).toBe(total);
        const grouped = result.groups
          .map(({ usages: count }) => count)
          .reduce((a, b) => a + b, 0);
        expect(grouped).toBeLessThanOrEqual(usages.length);
        expect(grouped).toBeGreaterThanOrEqual(
          usages.length - result.counts.same,
        );
      }),
    );
  });

  it('asks for a word about everything that becomes more permissive', () => {
    fc.assert(
      fc.property(...three, (usages, one, two) => {
        const result = replay(usages, one, two);
        const open = blockersOf(result, []);
        const asking = result.groups.filter(
          ({ direction, isNewlyDenied }) =>
            direction === 'more-permissive' || isNewlyDenied,
        );
        expect(open.map(({ key }) => key)).toEqual(
          expect.arrayContaining(
            [...asking, ...result.admitted.foreign].map(({ key }) => key),
          ),
        );
        expect(
          blockersOf(
            result,
            open.map(({ key }) => key),
          ),
        ).toEqual([]);
      }),
    );
  });

  const enforced: AcceptanceRegistry = { version: 1, rules: [releaseRule] };
  const observed: AcceptanceRegistry = {
    version: 2,
    rules: [{ ...releaseRule, mode: 'observe' }],
  };
  const unsigned: One = {
    ...{ id: 'u', environment: 'prod', owner: 'group:default/a' },
    ...{ signers: [], isSeen: true },
  };

  it('S4.6 shows a step from enforce to observe as a flip of the decision', () => {
    const result = replay([unsigned], enforced, observed);
    expect(result.groups).toEqual([
      {
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        environment: 'prod',
        before: {
          verdict: 'unsigned',
          decision: 'deny',
          code: 'nothing-found',
        },
        after: { verdict: 'unsigned', decision: 'warn', code: 'nothing-found' },
        direction: 'more-permissive',
        isNewlyDenied: false,
        isEnforced: false,
        usages: 1,
        ended: 0,
        examples: [
          {
            id: 'u',
            entityRef: 'component:default/payments',
            reference: 'ghcr.io/acme/payments:1.8.2',
          },
        ],
      },
    ]);
    expect(blockersOf(result, [])).toEqual([
      { key: result.groups[0].key, why: ['more-permissive'] },
    ]);
  });

  it('keeps a key where only counts and examples differ', () => {
    const one = replay([unsigned], enforced, observed);
    const more = replay(
      [unsigned, { ...unsigned, id: 'v', cloud: 'aws' }],
      enforced,
      observed,
    );
    expect(more.groups).toHaveLength(1);
    expect(more.groups[0]).toMatchObject({ key: one.groups[0].key, usages: 2 });
    const elsewhere = replay(
      [{ ...unsigned, environment: undefined }],
      enforced,
      observed,
    );
    expect(elsewhere.groups[0].key).not.toBe(one.groups[0].key);
  });

  it('blocks what cannot be predicted where the change enforces, and only there', () => {
    const unseen: One = { ...unsigned, isSeen: false };
    const strict = replay([unseen], observed, enforced);
    expect(strict.unpredictable).toEqual({ 'nothing-collected': 1 });
    expect(blockersOf(strict, [])).toEqual([
      { key: strict.groups[0].key, why: ['newly-denied', 'cannot-predict'] },
    ]);
    const renamed = {
      ...observed,
      rules: [{ ...observed.rules[0], name: 'renamed' }],
    };
    const lax = replay([unseen], observed, renamed);
    expect(lax.counts.unpredictable).toBe(1);
    expect(blockersOf(lax, [])).toEqual([]);
  });
});

describe('the memory of a replay', () => {
  const registry = (named: string[]): AcceptanceRegistry => ({
    version: 1,
    rules: [
      {
        ...releaseRule,
        environments: undefined,
        signers: named.map(subject => ({
          authority: 'acme',
          issuer: 'https://token.actions.githubusercontent.com',
          subject,
        })),
      },
    ],
  });
  const pair = new RegistryPair(
    registry(['https://github.com/acme/**']),
    registry(['https://github.com/**']),
  );
  const count = 1_200;

  /** Every usage has names of its own, as a stranger may give them. */
  function flood(numbers: number[]) {
    const tally = new ReplayTally({ environments, examples: 2, identities: 3 });
    for (const number of numbers) {
      const name = String(number).padStart(5, '0');
      const given = inputOf({
        ...{ id: name, environment: `env-${name}`, cloud: `cloud-${name}` },
        ...{ owner: `group:default/${name}`, signers: [`evil-${name}`] },
        isSeen: true,
      });
      const subject: ReplaySubject = {
        id: name,
        usage: given.usage,
        owner: `group:default/${name}`,
        hasEnded: number % 2 === 0,
      };
      tally.add(subject, replayUsage(given, pair));
    }
    return tally.result();
  }

  const upwards = Array.from({ length: count }, (_, i) => i);
  const result = flood(upwards);

  it('is bounded by what is declared, whatever strangers call things', () => {
    expect(result.byEnvironment.of).toEqual([
      { counts: expect.objectContaining({ usages: count }) },
    ]);
    expect(result.byCloud.of).toHaveLength(1_000);
    expect(result.byCloud.others).toMatchObject({ usages: count - 1_000 });
    expect(result.byOwner.others?.morePermissive).toBe(count - 1_000);
    expect(result.groups).toHaveLength(1);
    expect(result.groups[0]).toMatchObject({ usages: count, ended: count / 2 });
    expect(result.groups[0].examples.map(({ id }) => id)).toEqual([
      '00000',
      '00001',
    ]);
  });

  it('lists so many identities, and asks for a word about the others', () => {
    expect(result.admitted.foreign).toHaveLength(3);
    expect(result.admitted.isForeignCut).toBe(true);
    const listed = result.admitted.foreign.map(({ key }) => key);
    const groups = result.groups.map(({ key }) => key);
    expect(blockersOf(result, [...listed, ...groups])).toEqual([
      { key: expect.any(String), why: ['too-many-identities'] },
    ]);
  });

  it('keeps the same ones in another order', () => {
    expect(flood([...upwards].reverse())).toEqual(result);
  });
});
