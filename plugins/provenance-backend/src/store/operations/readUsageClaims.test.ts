import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  digestOf,
  entityRef,
  repository,
  sync,
} from '../../__testUtils__/fixtures';
import type { UsageRow } from '../rows';
import { notePass } from './notePass';
import { readUsageClaims } from './readUsageClaims';

jest.setTimeout(60_000);

const { identity } = declared();
const anywhere = { ...identity, environment: undefined };

const observed = (character: string, place: object = {}) =>
  declared({
    identity: { ...identity, ...place },
    reference: `${repository}@${digestOf(character)}`,
    digest: digestOf(character),
    tag: undefined,
  });

describe.each(databases.eachSupportedId())(
  'readUsageClaims on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const see = (locator: string, ...usages: ReturnType<typeof observed>[]) =>
      sync(knex, usages, { locator, standing: 'observed' });

    async function claimsOf(where: object = {}) {
      const usages: UsageRow[] = await knex('current_usages')
        .join('usages', 'usages.id', 'usage_id')
        .where(where)
        .orderBy('usages.id')
        .select('usages.*');
      const read = await readUsageClaims({ knex, usages });
      return usages.map(({ id }) => read.get(id)!);
    }

    it('S3.2 shows what a better claim of the same place or of a narrower one speaks over', async () => {
      await see('cluster', observed('a'));
      await sync(knex, [
        declared({ reference: `${repository}:1` }),
        declared({ identity: anywhere, reference: `${repository}:2` }),
      ]);
      const [{ claims, hasMore }] = await claimsOf();
      expect(hasMore).toBe(false);
      expect(
        claims.map(({ reference, outranked }) => [reference, outranked]),
      ).toEqual([
        [`${repository}@${digestOf('a')}`, undefined],
        [`${repository}:1`, 'unknown'],
        [`${repository}:2`, 'unknown'],
      ]);
    });

    it('S3.2 shows no claim beside a usage that does not speak over it', async () => {
      const dev = declared({ identity: { ...identity, environment: 'dev' } });
      await see('cluster', observed('a'));
      // Outranked in prod; in dev it is one declaration beside another.
      await sync(knex, [declared({ identity: anywhere }), dev]);
      const [inDev] = await claimsOf({ 'usages.environment': 'dev' });
      expect(inDev.claims).toMatchObject([{ standing: 'declared' }]);
      const [inProd] = await claimsOf({ 'usages.environment': 'prod' });
      expect(inProd.claims).toMatchObject([
        { standing: 'observed' },
        { standing: 'declared', outranked: 'unknown' },
      ]);
    });

    it('S1.1 shows who else saw a digest beside that digest, and not beside another one of its place', async () => {
      await see('cluster', observed('a'), observed('b'));
      await see('gitops', observed('b'));
      const all = await claimsOf();
      expect(
        all.map(({ claims }) =>
          claims.map(({ locator, reference }) => [
            locator,
            reference.slice(-1),
          ]),
        ),
      ).toEqual(
        expect.arrayContaining([
          [['cluster', 'a']],
          [
            ['cluster', 'b'],
            ['gitops', 'b'],
          ],
        ]),
      );
    });

    it('shows the claim that holds and nineteen others, and says that there are more', async () => {
      const said = (count: number) =>
        Array.from({ length: count }, (_, i) => ({
          ...{ entityRef, locator: `l${i}` },
          claims: [
            {
              ...declared({ reference: `${repository}:${i}` }),
              ...{ locator: `l${i}`, standing: 'declared' as const },
            },
          ],
        }));
      await sync(knex, [], { say: () => said(20) });
      const [twenty] = await claimsOf();
      expect([twenty.claims.length, twenty.hasMore]).toEqual([20, false]);
      await sync(knex, [], { say: () => said(21) });
      const [cut] = await claimsOf();
      expect([cut.claims.length, cut.hasMore]).toEqual([20, true]);
      expect(cut.claims.map(({ outranked }) => !outranked)).toEqual([
        true,
        ...Array(19).fill(false),
      ]);
    });

    it('says when a locator was last heard: at its last pass, and for a report when it was made', async () => {
      await sync(knex, [declared({ at: at(1) })], {
        ...{ locator: 'report', standing: 'reported', now: at(2) },
      });
      await sync(knex, [declared({ reference: `${repository}:9` })]);
      const pass = { status: 'finished', entities: 1, claims: 1 } as const;
      for (const locator of ['report', 'annotation'])
        await notePass({
          ...{ knex, locator, now: at(7) },
          outcome: { ...pass, isHeld: false },
        });
      const [{ claims }] = await claimsOf();
      expect(claims).toMatchObject([
        { locator: 'report', at: at(1), lastSeenAt: at(1) },
        { locator: 'annotation', lastSeenAt: at(7) },
      ]);
    });

    it('says who reported it, until when it holds, and since when it is missing and held back', async () => {
      const kept = {
        ...declared(),
        ...{ locator: 'report', standing: 'reported' as const },
        ...{ reporter: 'ci-payments', expiresAt: at(90), at: at(1) },
        ...{ run: 'https://ci.example/4711', missingSince: at(3) },
      };
      await sync(knex, [], {
        say: () => [{ entityRef, locator: 'report', claims: [kept] }],
      });
      await notePass({
        ...{ knex, locator: 'report', now: at(4) },
        outcome: { status: 'finished', entities: 1, claims: 1, isHeld: true },
      });
      const [{ claims }] = await claimsOf();
      expect(claims).toEqual([
        {
          ...{ locator: 'report', standing: 'reported' },
          ...{ reference: `${repository}:1`, firstSeenAt: at(0) },
          ...{ reporter: 'ci-payments', run: 'https://ci.example/4711' },
          ...{ at: at(1), expiresAt: at(90) },
          ...{ missingSince: at(3), heldSince: at(4) },
        },
      ]);
    });
  },
);
