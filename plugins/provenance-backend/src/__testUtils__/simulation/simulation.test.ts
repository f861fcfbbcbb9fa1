import { databases } from '../databases';
import { openDatabase } from './database';
import { sabotages } from './sabotage';
import { run, type RunOptions } from './Simulation';

jest.setTimeout(300_000);

async function runOnSqlite(options: Omit<RunOptions, 'knex'>) {
  const { knex, close } = await openDatabase();
  try {
    return await run({ knex, ...options });
  } finally {
    await close();
  }
}

describe.each(databases.eachSupportedId())('a simulation on %s', id => {
  it('finds nothing that must not be', async () => {
    const knex = await databases.init(id);
    const { failures, taken } = await run({ knex, seed: 7, steps: 60 });
    expect(failures).toEqual([]);
    expect(Object.keys(taken).length).toBeGreaterThan(10);
  });
});

it('tells the same story for the same seed', async () => {
  const [one, two] = [
    await runOnSqlite({ seed: 11, steps: 60 }),
    await runOnSqlite({ seed: 11, steps: 60 }),
  ];
  expect(two.story).toEqual(one.story);
  const other = await runOnSqlite({ seed: 12, steps: 60 });
  expect(other.story).not.toEqual(one.story);
});

describe('the oracle finds an engine that', () => {
  const rules: Record<string, string[]> = {
    'keeps a verdict through an outage': ['held', 'permissive', 'outage-told'],
    'calls an outage unsigned': ['outage-told'],
    'trusts unproven evidence': ['permissive', 'recomputable'],
    'never judges again': ['not-aligned'],
    'loses messages': ['untold'],
    'removes what is in use': ['pruned'],
  };

  it.each(Object.keys(sabotages))('%s', async name => {
    const { failures } = await runOnSqlite({
      seed: 3,
      steps: 400,
      sabotage: sabotages[name],
    });
    expect(rules[name]).toContain(failures[0]?.rule);
  });
});
