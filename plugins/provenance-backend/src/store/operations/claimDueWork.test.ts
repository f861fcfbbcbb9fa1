import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, sync } from '../../__testUtils__/fixtures';
import { claimDueWork } from './claimDueWork';
import { finishWork } from './finishWork';
import { requestChecks } from './requestChecks';

jest.setTimeout(60_000);

/** Each of an artifact of its own. */
const usagesAt = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    declared({
      identity: { ...declared().identity, location: `place-${i}` },
      reference: `ghcr.io/acme/payments:${i}`,
    }),
  );

const until = (lookAt: string) => ({ schedule: { lookAt, attempts: 0 } });

const claim = (knex: Knex, minutes: number, limit = 10) =>
  claimDueWork({
    knex,
    now: new Date(at(minutes)),
    leaseMs: 5 * 60_000,
    limit,
  });

describe.each(databases.eachSupportedId())('claimDueWork on %s', databaseId => {
  it('hands each usage to one of many claimers at once', async () => {
    const knex = await migratedDatabase(databaseId);
    const ids = await sync(knex, usagesAt(60));
    const claimer = async (): Promise<string[]> => {
      const claims = await claim(knex, 1, 5);
      if (claims.length === 0) return [];
      return [...claims.map(one => one.usageId), ...(await claimer())];
    };
    const claimed = await Promise.all([
      claimer(),
      claimer(),
      claimer(),
      claimer(),
    ]);
    expect(claimed.flat().sort()).toEqual([...ids].sort());
  });

  it('takes over when a lease has ended, with another ticket', async () => {
    const knex = await migratedDatabase(databaseId);
    await sync(knex, usagesAt(1));
    const [first] = await claim(knex, 0);
    expect(await claim(knex, 4)).toEqual([]);
    const [second] = await claim(knex, 5);
    expect(second.usageId).toBe(first.usageId);
    expect(second.ticket).not.toBe(first.ticket);
  });

  it('serves a waiting person first', async () => {
    const knex = await migratedDatabase(databaseId);
    const ids = await sync(knex, usagesAt(5));
    await requestChecks({ knex, usageIds: [ids[3]], now: at(1) });
    const [first] = await claim(knex, 2, 1);
    expect(first.usageId).toBe(ids[3]);
  });

  it('does not hand out what is not due', async () => {
    const knex = await migratedDatabase(databaseId);
    await sync(knex, usagesAt(1));
    const [work] = await claim(knex, 0);
    await finishWork({ knex, claim: work, ...until(at(10)) });
    expect(await claim(knex, 9)).toEqual([]);
    expect(await claim(knex, 10)).toHaveLength(1);
  });

  it('looks again when somebody asked during a look', async () => {
    const knex = await migratedDatabase(databaseId);
    const [id] = await sync(knex, usagesAt(1));
    const [work] = await claim(knex, 1);
    await requestChecks({ knex, usageIds: [id], now: at(2) });
    expect(await claim(knex, 2)).toEqual([]);
    await finishWork({ knex, claim: work, ...until(at(200)) });
    expect(await claim(knex, 3)).toHaveLength(1);
  });

  it('leaves the work of another ticket alone', async () => {
    const knex = await migratedDatabase(databaseId);
    await sync(knex, usagesAt(1));
    const [old] = await claim(knex, 0);
    const [current] = await claim(knex, 5);
    await finishWork({ knex, claim: old, ...until(at(200)) });
    const [row] = await knex('work');
    expect(row).toMatchObject({ ticket: current.ticket, next_at: at(0) });
    expect(row.leased_until).toBe(at(10));
  });

  it('takes the longest due where asked, whoever waits for the others', async () => {
    const knex = await migratedDatabase(databaseId);
    const ids = await sync(knex, usagesAt(3));
    const impatient = ids.slice(1);
    await requestChecks({ knex, usageIds: impatient, now: at(1) });
    const [first] = await claimDueWork({
      knex,
      now: new Date(at(1)),
      leaseMs: 60_000,
      limit: 1,
      longestDue: true,
    });
    expect(first.usageId).toBe(ids[0]);
    const [second] = await claim(knex, 1, 1);
    expect(impatient).toContain(second.usageId);
  });

  it('takes who is due before who comes along, where an artifact has more usages than one claim', async () => {
    const knex = await migratedDatabase(databaseId);
    const { reference } = declared();
    const shared = usagesAt(520).map(usage => ({ ...usage, reference }));
    const ids = (await sync(knex, shared)).sort();
    const due = ids.slice(-10);
    const later = { next_at: at(200), look_at: at(200) };
    await knex('work').whereNotIn('usage_id', due).update(later);
    const [asked] = ids;
    await requestChecks({ knex, usageIds: [asked], now: at(1) });
    const claims = await claim(knex, 2, 1);
    const claimed = claims.map(one => one.usageId);
    expect(claimed).toEqual(expect.arrayContaining([asked, ...due]));
  });
});
