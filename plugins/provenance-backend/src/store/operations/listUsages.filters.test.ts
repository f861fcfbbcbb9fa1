import type { UsageQuery } from '@countersign/backstage-plugin-provenance-common';
import type {
  Decision,
  Judgement,
  ReasonCode,
  Verdict,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, judgementOf, sync } from '../../__testUtils__/fixtures';
import type { ListPosition } from '../keyset';
import { listUsages } from './listUsages';
import { writeFindings } from './writeFindings';
import { writeJudgement } from './writeJudgement';

jest.setTimeout(60_000);

const everything = { type: 'some' } as const;

/** By entity: what it runs and how that stands. */
const world: Record<
  string,
  {
    verdict: Verdict;
    code: ReasonCode;
    decision: Decision;
    since: number;
    checked?: number;
    changes?: Partial<Judgement>;
    cloud?: string;
    location?: string;
    reference?: string;
  }
> = {
  accepted: {
    ...{ verdict: 'trusted', code: 'accepted', decision: 'allow' },
    ...{ since: 1, checked: 50, cloud: 'aws', location: 'eu/cluster-7' },
    changes: {
      freshness: { status: 'fresh', provenAt: at(50) },
      reconsiderAt: at(1000),
    },
  },
  overdue: {
    ...{ verdict: 'trusted', code: 'accepted', decision: 'allow' },
    ...{ since: 2, checked: 40, cloud: 'gcp' },
    changes: {
      freshness: { status: 'fresh', provenAt: at(40) },
      reconsiderAt: at(99),
    },
  },
  foreign: {
    ...{ verdict: 'untrusted', code: 'signer-not-accepted', decision: 'deny' },
    ...{ since: 3, checked: 30, reference: 'ghcr.io/acme/Pay_100%:1' },
  },
  unruled: {
    ...{ verdict: 'untrusted', code: 'no-rule', decision: 'warn' },
    ...{ since: 4, checked: 30 },
  },
  down: {
    ...{
      verdict: 'inconclusive',
      code: 'registry-unreachable',
      decision: 'deny',
    },
    ...{ since: 5, checked: 20 },
    changes: {
      freshness: {
        status: 'stale',
        provenAt: at(1),
        since: at(2),
        cause: 'overdue',
      },
    },
  },
  bare: {
    ...{ verdict: 'unsigned', code: 'nothing-found', decision: 'warn' },
    ...{ since: 6 },
  },
};

async function populate(knex: Knex): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [name, usage] of Object.entries(world)) {
    const entityRef = `component:default/${name}`;
    const { cloud, location } = usage;
    const identity = { ...declared().identity, entityRef, cloud, location };
    const one = declared({ identity, reference: usage.reference ?? 'x:1' });
    const [usageId] = await sync(knex, [one], { entityRef });
    names.set(usageId, name);
    const { verdict, code, decision, changes } = usage;
    const judgement = judgementOf(verdict, code, { decision, ...changes });
    await knex.transaction(async trx => {
      await writeJudgement({
        ...{ trx, usageId, judgement, generation: 'g1', now: at(usage.since) },
        lastCheckedAt:
          usage.checked === undefined ? undefined : at(usage.checked),
      });
      if (name !== 'foreign') return;
      const moved = { code: 'tag-moved', about: 'x' } as const;
      await writeFindings({
        ...{ trx, usageId, codes: [], standing: [moved], now: at(1) },
      });
    });
  }
  return names;
}

describe.each(databases.eachSupportedId())('lists on %s', databaseId => {
  let knex: Knex;
  let names: Map<string, string>;

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
    names = await populate(knex);
  });

  async function list(query: UsageQuery, limit = 100, after?: ListPosition) {
    const now = at(100);
    const page = { knex, restriction: everything, query, limit, after, now };
    const { found, total } = await listUsages(page);
    return {
      names: found.map(({ row }) => names.get(row.id)),
      last: found.at(-1)?.at,
      total,
    };
  }

  it.each<[UsageQuery, string[]]>([
    [{ cloud: ['aws'] }, ['accepted']],
    [{ cloud: ['aws', 'gcp'] }, ['accepted', 'overdue']],
    [{ location: ['eu/cluster-7'] }, ['accepted']],
    [{ reason: ['no-rule', 'nothing-found'] }, ['bare', 'unruled']],
    [{ freshness: ['fresh'] }, ['accepted']],
    [{ freshness: ['stale'] }, ['down', 'overdue']],
    [{ freshness: ['none'] }, ['bare', 'foreign', 'unruled']],
    [{ freshness: ['fresh', 'stale'] }, ['accepted', 'down', 'overdue']],
    [{ freshness: [] }, []],
    [{ finding: ['tag-moved'] }, ['foreign']],
    [{ finding: ['signature-vanished'] }, []],
    [{ reference: 'pay' }, ['foreign']],
    [{ reference: 'ACME/pAY_' }, ['foreign']],
    [{ reference: 'pay_1_0' }, []],
    [{ reference: '%' }, ['foreign']],
    [{ reference: "'; DROP TABLE usages; --" }, []],
    [{ cloud: ['gcp'], reason: ['no-rule'] }, []],
  ])('filter by %j', async (query, expected) => {
    const { names: found, total } = await list(query);
    expect(found).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  const orders: [UsageQuery, string[]][] = [
    [{}, ['accepted', 'bare', 'down', 'foreign', 'overdue', 'unruled']],
    // What nothing is asked of stands below all that would be blocked, and above what is allowed.
    [
      { sort: 'strictness' },
      ['foreign', 'down', 'bare', 'unruled', 'overdue', 'accepted'],
    ],
    [
      { sort: 'since' },
      ['bare', 'down', 'unruled', 'foreign', 'overdue', 'accepted'],
    ],
    // What nobody looked at yet was looked at longest ago.
    [
      {
        sort: 'lastCheckedAt',
        order: 'asc',
        reason: ['nothing-found', 'accepted'],
      },
      ['bare', 'overdue', 'accepted'],
    ],
  ];

  it.each(orders)('sort by %j', async (query, expected) => {
    expect((await list(query)).names).toEqual(expected);
    const { sort = 'entity', order = sort === 'entity' ? 'asc' : 'desc' } =
      query;
    const turned = {
      ...query,
      order: order === 'asc' ? 'desc' : 'asc',
    } as const;
    expect((await list(turned)).names).toEqual([...expected].reverse());
  });

  it.each(orders)('page by %j without gaps and overlaps', async query => {
    const seen: unknown[] = [];
    const whole = await list(query);
    for (let after: ListPosition | undefined; ; ) {
      const page = await list(query, 1, after);
      expect(page.total).toBe(whole.total);
      if (page.names.length === 0) break;
      seen.push(...page.names);
      after = page.last;
    }
    expect(seen).toEqual(whole.names);
  });

  it('page on where the usage of the cursor has ended', async () => {
    const first = await list({}, 3);
    expect(first.names.at(-1)).toBe('down');
    const entityRef = 'component:default/down';
    await sync(knex, [], { entityRef, now: at(7) });
    expect((await list({}, 1, first.last)).names).toEqual(['foreign']);
  });
});
