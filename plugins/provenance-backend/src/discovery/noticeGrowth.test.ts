import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { ManualClock, unseen } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { isPostgres } from '../store/dialect';
import { discover } from './discover';

jest.setTimeout(60_000);

const entitiesWith = (count: number, places: number) =>
  Array.from({ length: count }, (_, i) =>
    component(
      `app-${i}`,
      JSON.stringify(
        Array.from({ length: places }, (__, place) => ({
          reference: `ghcr.io/acme/app-${i}:1`,
          location: `cluster-${place}`,
        })),
      ),
    ),
  );

/** How many claims the database plans for. */
async function countedBy(knex: Knex): Promise<number> {
  if (!isPostgres(knex)) return Infinity;
  const { rows } = await knex.raw(
    `SELECT reltuples FROM pg_class WHERE oid = 'usage_claims'::regclass`,
  );
  return Number(rows[0].reltuples);
}

describe.each(databases.eachSupportedId())(
  'the statistics of a first pass on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    async function analyzedBy(count: number, places: number) {
      const sent: string[] = [];
      const remember = ({ sql }: { sql: string }) => sent.push(sql);
      knex.on('query', remember);
      await discover({
        ...{ knex, clock: new ManualClock(), generation: 'g1' },
        catalog: catalogServiceMock({ entities: entitiesWith(count, places) }),
        auth: mockServices.auth(),
        logger: mockServices.logger.mock(),
        judgeUnseen: () => unseen,
      });
      knex.removeListener('query', remember);
      return sent.filter(sql => sql.startsWith('ANALYZE'));
    }

    it('are renewed once the tables have grown, and not for a pass that changes little or nothing', async () => {
      expect(await analyzedBy(10, 1)).toEqual([]);
      const analyzed = await analyzedBy(60, 12);
      expect(await analyzedBy(60, 12)).toEqual([]);
      // SQLite plans by its indexes.
      const expected = isPostgres(knex) ? ['ANALYZE "usage_claims"'] : [];
      expect(analyzed.filter(sql => /usage_claims/.test(sql))).toEqual(
        expected,
      );
      expect(await countedBy(knex)).toBeGreaterThanOrEqual(500);
    });
  },
);
