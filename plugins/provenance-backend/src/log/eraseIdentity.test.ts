import makeKnex, { type Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { untilSomebodyWaits } from '../__testUtils__/untilSomebodyWaits';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import { isPostgres } from '../store/dialect';
import { adoptTransitions } from './adoptTransitions';
import { alone } from './alone';
import { checkIntegrity } from './checkIntegrity';
import { eraseIdentity } from './eraseIdentity';
import { sealAll } from './startSealer';

jest.setTimeout(60_000);

const identity = 'ann@acme.com';
const other = 'bob@acme.com';

function barrier() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), passed };
}

describe.each(databases.eachSupportedId())('eraseIdentity on %s', id => {
  let knex: Knex;
  let usageId: string;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    [usageId] = await sync(knex, [declared()]);
    await sealAll({ knex, clock: new ManualClock(at(1)) });
  });

  const erase = (who = identity, from = knex) =>
    eraseIdentity({ knex: from, identity: who, now: at(9) });

  /** As a replica of the release before the log writes one. */
  async function unlogged(trx: Knex = knex) {
    const signer = `${identity} and ${other}`;
    const reason = {
      code: 'signer-not-accepted' as const,
      parameters: { signer },
    };
    const judgement = judgementOf('untrusted', reason.code, { reason });
    const says = { verdict: 'untrusted', decision: 'warn' };
    const content = JSON.stringify(judgement);
    await trx('transitions').insert({
      ...{ usage_id: usageId, at: at(2), ...says, reason_code: reason.code },
      ...{ from_verdict: 'inconclusive', content },
      from_reason_code: 'not-checked-yet',
    });
    const columns = { ...says, reason_code: reason.code, content };
    await trx('judgements').update({ ...columns, since: at(2) });
    await trx('current_usages').delete();
    await trx('usage_states').update({ valid_to: at(3) });
  }

  async function told(): Promise<string> {
    const rows = await knex('transitions').orderBy('id').pluck('content');
    return rows.at(-1)!;
  }

  async function isWhole() {
    await sealAll({ knex, clock: new ManualClock(at(9)) });
    const report = await checkIntegrity({ knex, now: new Date(at(10)) });
    expect(report).toMatchObject({ status: 'whole', erased: 1 });
  }

  it('S10.1 erases from transitions that have no entry yet', async () => {
    await unlogged();
    expect(await erase()).toBe(1);
    expect(await told()).not.toContain(identity);
    await isWhole();
  });

  it('S10.1 erases from transitions to which another replica gives an entry at this moment', async () => {
    await unlogged();
    if (!isPostgres(knex)) {
      // SQLite has one connection: an adoption that is begun is ended before anybody else reads.
      return;
    }
    const adopting = await knex.transaction();
    await adoptTransitions({ knex: adopting });
    const erasing = erase();
    await untilSomebodyWaits(knex);
    await adopting.commit();
    expect(await erasing).toBe(1);
    expect(await told()).not.toContain(identity);
    await isWhole();
  });

  it('S10.1 erases one at a time across replicas', async () => {
    const begun = barrier();
    const leave = barrier();
    const erasing = alone({ knex, name: 'erasure' }, async () => {
      begun.open();
      await leave.passed;
      return 'done';
    });
    await begun.passed;
    expect(await erase()).toBeUndefined();
    leave.open();
    expect(await erasing).toEqual({ result: 'done' });
    expect(await erase()).toBe(0);
  });

  it('S10.1 keeps another process out as well, and lets go where the first one died', async () => {
    if (!isPostgres(knex)) {
      // SQLite has one process, which the test before is about.
      return;
    }
    // A replica of its own: another pool, and a memory of its own.
    const { client, connection } = knex.client.config;
    const replica = makeKnex({ client, connection, pool: { min: 0, max: 2 } });
    const begun = barrier();
    const leave = barrier();
    const erasing = alone({ knex: replica, name: 'erasure' }, async () => {
      begun.open();
      await leave.passed;
    }).catch((error: Error) => error);
    await begun.passed;
    expect(await erase()).toBeUndefined();
    await knex.raw(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(await erase()).toBe(0);
    leave.open();
    expect(await erasing).toBeInstanceOf(Error);
    await replica.destroy();
  });

  it('S10.1 brings nobody back where two are erased at once', async () => {
    await unlogged();
    await knex('findings').insert({
      ...{ usage_id: usageId, code: 'tag-moved', about: 'x' },
      ...{ old: `${identity} and ${other}`, closed_at: at(0) },
      ...{ first_seen_at: at(0), last_seen_at: at(0) },
    });
    const both = await Promise.all([erase(identity), erase(other)]);
    expect(both.filter(count => count === undefined)).toHaveLength(1);
    await erase(both[0] === undefined ? identity : other);
    expect(await told()).toContain('erased and erased');
    expect(await knex('findings').pluck('old')).toEqual(['erased and erased']);
    await isWhole();
  });
});
