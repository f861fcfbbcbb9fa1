import type { SignerQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, judgementOf, sync } from '../../__testUtils__/fixtures';
import type { ListPosition } from '../keyset';
import type { UsageRestriction } from '../restriction';
import type { SeenSigner } from '../seenSigners';
import { countUndetermined } from './countUndetermined';
import { listSigners } from './listSigners';
import { writeJudgement } from './writeJudgement';

jest.setTimeout(120_000);

const environments = ['prod', 'staging', undefined];
const entity = (number: number) => `component:default/s${number}`;

/** Who signs what, by number: some sign much, some twice, one is accepted here and not there. */
interface Signing {
  entityRef: string;
  environment?: string;
  signer: string;
  accepted: boolean;
  minutes: number;
}

const certificate = (subject: string, issuer: string, accepted: boolean) =>
  ({
    identity: {
      ...{ type: 'certificate', authority: 'acme', issuer, subject },
      subjectType: subject.includes('://') ? 'uri' : 'email',
    },
    ...{ accepted, knownAs: subject, signed: ['a m'] },
  } as SeenSigner);

const key: SeenSigner = {
  identity: {
    ...{ type: 'key', authority: 'Release-Key' },
    fingerprint: `sha256:${'5'.repeat(64)}`,
  },
  ...{ accepted: true, knownAs: 'key', signed: ['a m'] },
};

function signersOf(number: number): SeenSigner[] {
  const own = `https://ci.example/acme/s${number % 4}`;
  return [
    certificate(own, 'https://ci.example', number % 4 > 0 || number % 8 > 0),
    ...(number % 3 === 0 ? [key] : []),
    ...(number % 5 === 0
      ? [certificate(`x%_${number % 2}@Evil.example`, 'https://evil', false)]
      : []),
  ];
}

describe.each(databases.eachSupportedId())('signers on %s', databaseId => {
  let knex: Knex;
  const signings: Signing[] = [];

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
    signings.length = 0;
    for (let number = 0; number < 12; number++)
      for (const environment of environments) await seed(number, environment);
    // One of which nobody can say it.
    const identity = { ...declared().identity, entityRef: entity(12) };
    await sync(knex, [declared({ identity })], { entityRef: entity(12) });
  });

  async function seed(number: number, environment: string | undefined) {
    const entityRef = entity(number);
    const identity = { ...declared().identity, entityRef, environment };
    const [usageId] = await sync(knex, [declared({ identity })], {
      ...{ entityRef, locator: environment ?? 'none' },
    });
    const signers = signersOf(number);
    const minutes = (number * 7) % 12;
    await knex.transaction(trx =>
      writeJudgement({
        ...{ trx, usageId, generation: 'g1', now: at(minutes) },
        judgement: {
          ...judgementOf('trusted', 'accepted'),
          signedBy: () => signers,
        },
      }),
    );
    for (const { identity: who, accepted } of signers)
      signings.push({
        ...{ entityRef, environment, accepted, minutes },
        signer: who.subject ?? who.authority,
      });
  }

  const all: UsageRestriction = { type: 'some' };
  const some: UsageRestriction = {
    type: 'some',
    entityRefs: new Set([1, 2, 3, 5, 7, 10].map(entity)),
  };
  const production: UsageRestriction = {
    ...some,
    filter: { not: { column: 'environment', values: ['staging'] } },
  };
  const isIn: Record<string, (one: Signing) => boolean> = {
    all: () => true,
    some: one => some.type === 'some' && some.entityRefs!.has(one.entityRef),
    production: one => isIn.some(one) && one.environment !== 'staging',
  };
  const restrictions = { all, some, production };

  /** The same, by going through everything. */
  function expected(query: SignerQuery, name: string) {
    const seen = signings.filter(
      one =>
        isIn[name](one) &&
        (!query.environment ||
          query.environment.includes(one.environment ?? '')),
    );
    return [...new Set(seen.map(one => one.signer))]
      .map(signer => {
        const of = seen.filter(one => one.signer === signer);
        return {
          signer,
          usages: of.length,
          accepted_usages: of.filter(one => one.accepted).length,
          first_seen_at: at(Math.min(...of.map(one => one.minutes))),
          last_seen_at: at(Math.max(...of.map(one => one.minutes))),
        };
      })
      .filter(one => one.accepted_usages > 0 === (query.accepted ?? true));
  }

  async function listed(
    query: SignerQuery,
    restriction = all,
    seesAllEvidence = false,
  ) {
    const page = { knex, restriction, seesAllEvidence, query, limit: 100 };
    const { found, total } = await listSigners(page);
    expect(total).toBe(found.length);
    return found.map(({ row }) => row);
  }

  const names = async (...options: Parameters<typeof listed>) =>
    (await listed(...options)).map(row => row.subject ?? row.authority);

  describe.each(Object.keys(restrictions))('S11.2 for who sees %s', name => {
    const restriction = restrictions[name as keyof typeof restrictions];

    it.each<SignerQuery>([
      {},
      { accepted: false },
      { environment: ['prod'] },
      { environment: ['staging'], accepted: false },
      { environment: ['prod', 'staging'] },
      { environment: ['none'] },
    ])('%j is what the visible usages say', async query => {
      const rows = await listed(query, restriction);
      const figures = rows.map(row => ({
        signer: row.subject ?? row.authority,
        usages: row.usages,
        accepted_usages: row.accepted_usages,
        first_seen_at: row.first_seen_at,
        last_seen_at: row.last_seen_at,
      }));
      const byName = (a: { signer: string }, b: { signer: string }) =>
        a.signer < b.signer ? -1 : 1;
      expect(figures.sort(byName)).toEqual(expected(query, name).sort(byName));
    });
  });

  it.each([
    [{}, ['last_seen_at', 'desc']],
    [{ sort: 'lastSeen', order: 'asc' }, ['last_seen_at', 'asc']],
    [{ sort: 'firstSeen' }, ['first_seen_at', 'desc']],
    [{ sort: 'usages' }, ['usages', 'desc']],
    [{ sort: 'usages', order: 'asc' }, ['usages', 'asc']],
  ] as [SignerQuery, [never, string]][])(
    'sorts by %j, and pages skip nothing',
    async (query, [column, direction]) => {
      const rows = await listed(query);
      const values = rows.map(row => row[column]);
      const sorted = [...values].sort((a, b) => (a < b ? -1 : Number(a > b)));
      expect(values).toEqual(direction === 'asc' ? sorted : sorted.reverse());

      const paged: string[] = [];
      let after: ListPosition | undefined;
      for (;;) {
        const page = { knex, restriction: all, query, after, limit: 2 };
        const { found, total } = await listSigners({
          ...page,
          seesAllEvidence: false,
        });
        expect(total).toBe(rows.length);
        if (found.length === 0) break;
        paged.push(...found.map(({ row }) => row.hash));
        after = found[found.length - 1].at;
      }
      expect(paged).toEqual(rows.map(row => row.hash));
    },
  );

  it.each<[SignerQuery, string[]]>([
    [{ text: 'ACME/s1' }, ['https://ci.example/acme/s1']],
    [{ text: 'release-k' }, ['Release-Key']],
    [{ text: '%_0', accepted: false }, ['x%_0@Evil.example']],
    [
      { text: 'evil.EXAMPLE', accepted: false },
      ['x%_0@Evil.example', 'x%_1@Evil.example'],
    ],
    [{ text: 'evil.example' }, []],
    [{ text: "' OR 1=1 --" }, []],
    [
      { issuer: ['https://evil'], accepted: false },
      ['x%_0@Evil.example', 'x%_1@Evil.example'],
    ],
    [{ issuer: ['https://evil'] }, []],
    [{ authority: ['Release-Key'] }, ['Release-Key']],
    [{ authority: ['other'] }, []],
  ])('finds by %j', async (query, expectedNames) => {
    expect((await names(query)).sort()).toEqual(expectedNames);
  });

  it('S11.1 names nobody whom no rule accepts unless asked for', async () => {
    for (const row of await listed({}))
      expect(row.accepted_usages).toBeGreaterThan(0);
    for (const row of await listed({ accepted: false }))
      expect(row.accepted_usages).toBe(0);
  });

  it('S11.2 accepted somewhere hidden is not accepted', async () => {
    // s0 is accepted in 4 and not in 0 and 8.
    const sees = (...numbers: number[]): UsageRestriction => ({
      type: 'some',
      entityRefs: new Set(numbers.map(entity)),
    });
    const s0 = 'https://ci.example/acme/s0';
    expect(await names({}, sees(4))).toContain(s0);
    expect(await names({}, sees(0))).not.toContain(s0);
    expect(await names({ accepted: false }, sees(0))).toContain(s0);
  });

  it('shows who sees all evidence everybody, and counts only what they see', async () => {
    const nothing: UsageRestriction = { type: 'nothing' };
    expect(await listed({}, nothing)).toEqual([]);
    const everybody = await names({});
    expect(await names({}, nothing, true)).toEqual(everybody);
    const rows = await listed({}, some, true);
    expect(rows).toHaveLength(everybody.length);
    for (const row of rows) {
      const signer = row.subject ?? row.authority;
      const of = signings.filter(
        one => one.signer === signer && isIn.some(one),
      );
      expect([signer, row.usages]).toEqual([signer, of.length]);
    }
    // An environment is a usage's, and a hidden usage has none.
    expect(await listed({ environment: ['prod'] }, nothing, true)).toEqual([]);
  });

  it('counts the visible usages of which nobody can say it', async () => {
    const count = (restriction: UsageRestriction, environment?: string[]) =>
      countUndetermined({ knex, restriction, environment });
    expect(await count(all)).toBe(1);
    expect(await count(all, ['prod'])).toBe(1);
    expect(await count(all, ['staging'])).toBe(0);
    expect(await count(some)).toBe(0);
    expect(await count({ type: 'nothing' })).toBe(0);
  });
});
