import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { syncAll, usagesAt } from '../../__testUtils__/engineOver';
import { at } from '../../__testUtils__/fixtures';
import { claimDueWork } from './claimDueWork';
import { finishWork } from './finishWork';
import { recallWork } from './recallWork';
import { renewLeases } from './renewLeases';

jest.setTimeout(60_000);

const hour = 60;
const leaseMs = 60_000;

describe.each(databases.eachSupportedId())('recallWork on %s', databaseId => {
  let knex: Knex;
  let ids: string[];

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    ids = await syncAll(knex, usagesAt('ghcr.io', 3));
  });

  const recallAt = (minutes: number) =>
    recallWork({
      ...{ knex, leaseMs, intervalMs: 4 * hour * 60_000 },
      now: new Date(at(minutes)),
    });

  const claimAt = (minutes: number) =>
    claimDueWork({ knex, now: new Date(at(minutes)), leaseMs, limit: 10 });

  const plan = (id: string, minutes: number) =>
    knex('work')
      .where({ usage_id: id })
      .update({ next_at: at(minutes), look_at: at(minutes) });

  const row = (id: string) => knex('work').where({ usage_id: id }).first();

  it('S6.1 makes due at once what a clock that was ahead has planned, and nothing else', async () => {
    await plan(ids[0], 60 * hour);
    await plan(ids[1], 4 * hour + 2);
    await knex('work')
      .where({ usage_id: ids[2] })
      .update({ look_at: at(3 * hour), next_at: at(3 * hour), priority: 1 });
    const before = [await row(ids[1]), await row(ids[2])];
    expect(await recallAt(1)).toBe(1);
    expect(await row(ids[0])).toMatchObject({
      next_at: at(1),
      look_at: at(1),
      recalled_at: at(1),
    });
    expect([await row(ids[1]), await row(ids[2])]).toEqual(before);
    const claims = await claimAt(1);
    expect(claims.map(({ usageId }) => usageId)).toEqual([ids[0]]);
    expect(claims[0].mode).toBe('look');
  });

  it('S6.1 keeps the interval where a clock was ahead by less than one', async () => {
    await plan(ids[0], 4 * hour + 3);
    expect(await recallAt(1)).toBe(1);
  });

  it('brings back a request of a person, who goes on waiting', async () => {
    await plan(ids[0], 60 * hour);
    await knex('work').where({ usage_id: ids[0] }).update({ priority: 1 });
    expect(await recallAt(1)).toBe(1);
    expect(await row(ids[0])).toMatchObject({ next_at: at(1), priority: 1 });
  });

  it('lets a claim that ends in days end within the length of a lease', async () => {
    await claimAt(60 * hour);
    expect(await claimAt(1)).toEqual([]);
    expect(await recallAt(1)).toBe(3);
    expect(await claimAt(1)).toEqual([]);
    expect(await row(ids[0])).toMatchObject({ leased_until: at(2) });
    expect(await claimAt(2)).toHaveLength(3);
  });

  it('leaves a claim to its holder, who lives and renews it', async () => {
    const [claim] = await claimAt(60 * hour);
    await recallAt(1);
    await renewLeases({ knex, claims: [claim], until: at(60 * hour + 1) });
    const taken = await claimAt(2);
    expect(taken.map(({ usageId }) => usageId)).not.toContain(claim.usageId);
    const schedule = { lookAt: at(64 * hour), attempts: 0 };
    expect(await finishWork({ knex, claim, schedule })).toBe(true);
    // What it planned is brought back as well, and not every minute.
    expect(await recallAt(30)).toBe(0);
    expect(await recallAt(31)).toBe(1);
  });

  it('has the late result of a claim that another one took over discarded', async () => {
    const [claim] = await claimAt(60 * hour);
    await recallAt(1);
    await claimAt(2);
    const schedule = { lookAt: at(64 * hour), attempts: 0 };
    expect(await finishWork({ knex, claim, schedule })).toBe(false);
  });

  it('does no more than eight looks too early within an interval where the own clock is behind', async () => {
    const behind = (minutes: number) => recallAt(minutes - 20 * hour);
    for (const id of ids) await plan(id, 4 * hour);
    expect(await behind(1)).toBe(3);
    const looked = await claimAt(1);
    expect(looked).toHaveLength(3);
    for (const claim of looked) {
      const schedule = { lookAt: at(4 * hour + 1), attempts: 0 };
      await finishWork({ knex, claim, schedule });
    }
    expect(await behind(2)).toBe(0);
    expect(await behind(30)).toBe(0);
    // To a clock that is right none of it is ahead.
    expect(await recallAt(2)).toBe(0);
    expect(await behind(31)).toBe(3);
  });

  it('takes no clock for its word that was ahead itself when it brought something back', async () => {
    await plan(ids[0], 200 * hour);
    expect(await recallAt(60 * hour)).toBe(1);
    expect(await row(ids[0])).toMatchObject({ recalled_at: at(60 * hour) });
    expect(await recallAt(1)).toBe(1);
    expect(await row(ids[0])).toMatchObject({ next_at: at(1) });
  });

  it('is done once where two replicas do it at once', async () => {
    for (const id of ids) await plan(id, 60 * hour);
    const counts = await Promise.all([recallAt(1), recallAt(1)]);
    expect(counts[0] + counts[1]).toBe(3);
  });
});
