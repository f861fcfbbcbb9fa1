import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { ManualClock } from '../../__testUtils__/fixtures';
import { Views, type Viewer } from './Views';

jest.setTimeout(60_000);

const seeing = (...names: string[]): Viewer => ({
  restriction: { type: 'some', entityRefs: new Set(names) },
  seesAllEvidence: false,
});
const allSeeing: Viewer = {
  restriction: { type: 'some' },
  seesAllEvidence: true,
};

describe.each(databases.eachSupportedId())(
  'S11.2 what viewers see while they write a rule, on %s',
  databaseId => {
    async function setup() {
      const knex = await migratedDatabase(databaseId);
      const clock = new ManualClock();
      let reads = 0;
      knex.on('query', ({ sql }: { sql: string }) => {
        if (/from .usage_signers/.test(sql)) reads++;
      });
      const views = new Views({ knex, clock });
      const readsOf = async (...viewers: Viewer[]) => {
        reads = 0;
        for (const viewer of viewers) await views.signers(viewer);
        return reads;
      };
      return { knex, clock, views, readsOf };
    }

    it('is read once while somebody types, and again after ten seconds', async () => {
      const { clock, readsOf } = await setup();
      const ada = seeing('component:default/a');
      expect(await readsOf(ada, ada)).toBe(1);
      clock.advance(9 / 60);
      expect(await readsOf(ada)).toBe(0);
      clock.advance(1 / 60);
      expect(await readsOf(ada)).toBe(1);
      clock.advance(-1);
      expect(await readsOf(ada)).toBe(1);
    });

    it('is nobody else’s, and goes with the answer of the catalog', async () => {
      const { readsOf } = await setup();
      const ada = seeing('component:default/a');
      const filter = { column: 'environment' as const, values: ['dev'] };
      const narrower: Viewer = {
        ...ada,
        restriction: { ...ada.restriction, type: 'some', filter },
      };
      expect(await readsOf(ada, narrower, seeing('component:default/a'))).toBe(
        3,
      );
      const nothing: Viewer = {
        restriction: { type: 'nothing' },
        seesAllEvidence: false,
      };
      expect(await readsOf(allSeeing, nothing)).toBe(2);
    });

    it('is kept of a few viewers only', async () => {
      const { readsOf } = await setup();
      const viewers = ['a', 'b', 'c', 'd', 'e'].map(name => seeing(name));
      expect(await readsOf(...viewers)).toBe(5);
      expect(await readsOf(viewers[4], viewers[1])).toBe(0);
      expect(await readsOf(viewers[0])).toBe(1);
    });

    it('is asked for again where the database failed', async () => {
      const { knex, views, readsOf } = await setup();
      await knex.schema.renameTable('usage_signers', 'away');
      await expect(views.signers(allSeeing)).rejects.toThrow(/usage_signers/);
      await knex.schema.renameTable('away', 'usage_signers');
      expect(await readsOf(allSeeing)).toBe(1);
    });
  },
);
