import { mockServices } from '@backstage/backend-test-utils';
import type { AuthorityStatus } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, digestOf, ManualClock } from '../__testUtils__/fixtures';
import { TrustFindings } from './TrustFindings';

jest.setTimeout(60_000);

const acme: AuthorityStatus = {
  name: 'acme',
  kind: 'sigstore',
  source: 'tuf',
  status: 'loaded',
  digest: digestOf('a'),
  refreshedAt: at(0),
  windows: [],
};
const refusal = (minute: number, digest = digestOf('b')): AuthorityStatus => ({
  ...acme,
  refreshedAt: at(minute),
  refusedVersion: { at: at(minute), digest, why: 'it lost a log' },
});
const down = { at: at(9), message: 'connection refused' };

describe.each(databases.eachSupportedId())(
  'findings about authorities, %s',
  id => {
    let knex: Knex;
    const clock = new ManualClock();
    const logger = mockServices.logger.mock();

    beforeEach(async () => {
      knex = await migratedDatabase(id);
      jest.clearAllMocks();
    });

    const replica = (mayWrite = () => true, database = knex) =>
      new TrustFindings({ knex: database, clock, logger, mayWrite });
    const stored = () => knex('findings').orderBy('id');
    const standing = async () =>
      (await stored()).filter(row => row.closed_at === null);

    it('S6.4 are opened by a version that was refused, about no usage', async () => {
      await replica().update([refusal(1), { ...acme, name: 'lab' }]);
      expect(await stored()).toMatchObject([
        {
          usage_id: null,
          code: 'authority-refresh-refused',
          about: 'acme',
          old: digestOf('a'),
          new: digestOf('b'),
          first_seen_at: at(0),
          last_seen_at: at(1),
          closed_at: null,
        },
      ]);
    });

    it('S5.4 are neither opened nor closed by a mirror that is down', async () => {
      const one = replica();
      await one.update([{ ...acme, lastError: down }]);
      expect(await stored()).toEqual([]);
      await one.update([refusal(1)]);
      await one.update([{ ...refusal(1), lastError: down }]);
      expect(await standing()).toHaveLength(1);
    });

    it('are renewed by what is refused next, and closed by an answer without it', async () => {
      const one = replica();
      await one.update([refusal(1)]);
      await one.update([refusal(5, digestOf('d'))]);
      expect(await standing()).toMatchObject([
        { last_seen_at: at(5), new: digestOf('d') },
      ]);
      await one.update([{ ...acme, refreshedAt: at(6) }]);
      expect(await standing()).toEqual([]);
      expect(await stored()).toHaveLength(1);
    });

    it('are not closed by a replica that has not asked since', async () => {
      await replica().update([refusal(5)]);
      await replica().update([{ ...acme, refreshedAt: at(4) }]);
      expect(await standing()).toHaveLength(1);
    });

    it('are closed where the authority is not configured any more', async () => {
      await replica().update([refusal(5)]);
      await replica().update([{ ...acme, name: 'lab' }]);
      expect(await standing()).toEqual([]);
    });

    it('are there once, whichever of two replicas comes first', async () => {
      await Promise.all([1, 2].map(() => replica().update([refusal(1)])));
      expect(await stored()).toHaveLength(1);
      expect(
        await knex('log_entries').where({ kind: 'finding-opened' }),
      ).toHaveLength(1);
    });

    it('S6.3 are written only by who may write', async () => {
      let may = false;
      const one = replica(() => may);
      await one.update([refusal(1)]);
      expect(await stored()).toEqual([]);
      may = true;
      await one.update([refusal(1)]);
      expect(await standing()).toHaveLength(1);
    });

    it('are written later where the database was away', async () => {
      let isAway = true;
      const shaky = new Proxy(knex, {
        get(target, name, self) {
          if (name === 'transaction' && isAway)
            return async () => {
              throw new Error('away');
            };
          return Reflect.get(target, name, self);
        },
      });
      const one = replica(() => true, shaky);
      await one.update([refusal(1)]);
      expect(logger.warn).toHaveBeenCalledTimes(1);
      isAway = false;
      await one.update([refusal(1)]);
      expect(await standing()).toHaveLength(1);
    });
  },
);
