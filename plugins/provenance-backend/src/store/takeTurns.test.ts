import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { limitConnections } from './limitConnections';
import { takeTurns } from './takeTurns';

jest.setTimeout(60_000);

const times = 50;

/** How often anything else had a turn while this was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function again() {
    turns++;
    next = setImmediate(again);
  });
  await work();
  clearImmediate(next);
  return turns;
}

async function oneAfterTheOther(work: () => Promise<unknown>) {
  for (let i = 0; i < times; i++) await work();
}

describe.each(databases.eachSupportedId())('takeTurns on %s', id => {
  it.each<[string, (knex: Knex) => Promise<unknown>]>([
    ['statements', async knex => knex('work').first('usage_id')],
    [
      'transactions',
      knex => knex.transaction(trx => trx('work').first('usage_id')),
    ],
    [
      'transactions of a limited pool',
      knex =>
        limitConnections(knex).transaction(trx => trx('work').first('host')),
    ],
  ])('lets others have a turn between %s', async (_, work) => {
    const knex = takeTurns(await migratedDatabase(id));
    const turns = await turnsDuring(() => oneAfterTheOther(() => work(knex)));
    expect(turns).toBeGreaterThanOrEqual(times);
  });

  it('gives what was asked for, and what went wrong', async () => {
    const knex = takeTurns(await migratedDatabase(id));
    expect(await knex('work').first('usage_id')).toBeUndefined();
    await expect(knex('nothing').first()).rejects.toThrow(/nothing/);
    await expect(
      knex.transaction(async () => {
        throw new Error('given up');
      }),
    ).rejects.toThrow('given up');
  });
});
