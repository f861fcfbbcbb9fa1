import { databases, migratedDatabase } from '../__testUtils__/databases';
import { engineOver } from '../__testUtils__/engineOver';
import { declared, ManualClock, sync } from '../__testUtils__/fixtures';
import { rejudgeOutdated } from './rejudge';

jest.setTimeout(60_000);

const locations = ['one', 'two', 'three', 'four', 'five'];

describe.each(databases.eachSupportedId())(
  'judging everything again, on %s',
  databaseId => {
    it('lets others have a turn', async () => {
      const knex = await migratedDatabase(databaseId);
      const clock = new ManualClock();
      await sync(
        knex,
        locations.map(location => ({
          ...declared(),
          identity: { ...declared().identity, location },
        })),
      );
      let turns = 0;
      let isOver = false;
      const others = () => {
        turns++;
        if (!isOver) setImmediate(others);
      };
      setImmediate(others);
      const done = await rejudgeOutdated(engineOver(knex, clock));
      isOver = true;
      expect(done).toEqual({ count: locations.length, failed: 0 });
      expect(turns).toBeGreaterThanOrEqual(1);
    });
  },
);
