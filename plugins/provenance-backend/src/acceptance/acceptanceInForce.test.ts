import {
  mockServices,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { AcceptanceList } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { acceptanceInForce } from './acceptanceInForce';

jest.setTimeout(60_000);

const list: AcceptanceList = {
  initial: [
    {
      name: 'release',
      references: ['ghcr.io/acme/**'],
      mode: 'enforce',
      signers: [{ key: 'platform-key' }],
    },
  ],
};
const distrusting: AcceptanceList = {
  ...list,
  distrust: [{ key: 'platform-key', reason: 'lost' }],
};

/** A database on which every transaction waits until so many want one: all have read by then, and nobody has written. */
function together(knex: Knex, replicas: number): Knex {
  let waiting = 0;
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return new Proxy(knex, {
    get(target, name, self) {
      if (name !== 'transaction') return Reflect.get(target, name, self);
      return async (work: (trx: Knex.Transaction) => Promise<unknown>) => {
        if (++waiting === replicas) open();
        await opened;
        return target.transaction(work);
      };
    },
  });
}

describe.each(databases.eachSupportedId())(
  'versions of the acceptance list, %s',
  (id: TestDatabaseId) => {
    let knex: Knex;
    const clock = new ManualClock();
    const createEvent = jest.fn(async () => ({
      success: jest.fn(),
      fail: jest.fn(),
    }));

    beforeEach(async () => {
      createEvent.mockClear();
      knex = await migratedDatabase(id);
    });

    const start = async (given: AcceptanceList, database = knex) => {
      const logger = mockServices.logger.mock();
      const auditor = mockServices.auditor.mock({ createEvent });
      const registry = await acceptanceInForce({
        ...{ knex: database, clock, auditor, logger, list: given },
      });
      return registry.version;
    };
    const stored = () => knex('acceptance_versions').orderBy('number');

    it('S9.1 numbers every change of rules, distrust or builders, and keeps its content', async () => {
      const builders = [
        {
          signer: { key: 'platform-key' },
          builder: 'https://ci.test/*',
          level: 2 as const,
          because: 'We looked.',
        },
      ];
      expect(await start(list)).toBe(1);
      expect(await start(distrusting)).toBe(2);
      expect(await start({ ...distrusting, builders })).toBe(3);
      const rows = await stored();
      expect(rows.map(row => JSON.parse(row.content))).toEqual([
        { rules: list.initial },
        { rules: list.initial, distrust: distrusting.distrust },
        { rules: list.initial, distrust: distrusting.distrust, builders },
      ]);
      expect(rows[0].seen_at).toBe(at(0));
    });

    it('changes nothing where the list did not change, in whatever order its keys were written', async () => {
      const [rule] = list.initial;
      const turned = Object.fromEntries(Object.entries(rule).reverse());
      await start(list);
      clock.advance(5);
      expect(await start({ initial: [turned as typeof rule] })).toBe(1);
      expect(await stored()).toHaveLength(1);
    });

    it('S6.3 gives a list that comes back its old number, so that an old replica never leads', async () => {
      expect(await start(list)).toBe(1);
      expect(await start(distrusting)).toBe(2);
      expect(await start(list)).toBe(1);
      expect(await stored()).toHaveLength(2);
    });

    it('gives one number to one list that four replicas bring at once', async () => {
      const database = together(knex, 4);
      const replicas = Array.from({ length: 4 }, () => start(list, database));
      expect(await Promise.all(replicas)).toEqual([1, 1, 1, 1]);
      expect(await stored()).toHaveLength(1);
      expect(
        await knex('log_entries').where({ kind: 'registry-version' }),
      ).toHaveLength(1);
    });

    it('tells the auditor of a new version once, whoever else brings it', async () => {
      const database = together(knex, 4);
      await Promise.all(Array.from({ length: 4 }, () => start(list, database)));
      await start(list);
      expect(createEvent.mock.calls).toEqual([
        [
          {
            eventId: 'acceptance-change',
            severityLevel: 'medium',
            meta: { version: 1 },
          },
        ],
      ]);
    });

    it('gives two lists that are brought at once two numbers', async () => {
      const database = together(knex, 2);
      const numbers = await Promise.all([
        start(list, database),
        start(distrusting, database),
      ]);
      expect(numbers.sort()).toEqual([1, 2]);
    });

    it('S10.1 writes a new version into the log, by number and hash alone', async () => {
      await start(distrusting);
      const [entry] = await knex('log_entries');
      expect(entry.kind).toBe('registry-version');
      expect(JSON.parse(entry.content)).toEqual({
        number: 1,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(entry.detail).toBeNull();
    });
  },
);
