import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { isPostgres } from '../store/dialect';
import { append, appendOne } from './__testUtils__/entries';
import { checkIntegrity } from './checkIntegrity';
import type { LogChainRow, LogEntryRow } from './rows';
import { sealEntries } from './sealEntries';
import { sealAll } from './startSealer';
import { readHead, withHead } from './withHead';

jest.setTimeout(60_000);

const whole = { status: 'whole' };

/** The numbers of the entries in the order of the chain. */
async function order(knex: Knex): Promise<number[]> {
  const rows: (LogChainRow & LogEntryRow)[] = await knex('log_chain')
    .join('log_entries', 'log_entries.id', 'log_chain.entry_id')
    .orderBy('sequence');
  return rows.map(row => JSON.parse(row.content).number);
}

function barrier() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), passed };
}

function check(knex: Knex) {
  return checkIntegrity({ knex, now: new Date(at(1_000)) });
}

describe.each(databases.eachSupportedId())('sealEntries on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
  });

  it('S10.1 links what was inserted unchained, in batches', async () => {
    await append(knex, 1, 2, 3);
    expect(await readHead({ knex })).toMatchObject({ sequence: 0 });
    expect(await sealEntries({ knex, now: at(4), limit: 2 })).toBe(2);
    expect(await sealEntries({ knex, now: at(5), limit: 2 })).toBe(1);
    expect(await sealEntries({ knex, now: at(6), limit: 2 })).toBe(0);
    expect(await order(knex)).toEqual([1, 2, 3]);
    const report = await check(knex);
    expect(report).toMatchObject({
      ...whole,
      checked: { from: 1, through: 3 },
      unsealed: 0,
    });
    expect(report.head).toEqual(await readHead({ knex }));
  });

  it('S10.1 says that nobody can seal where the head is gone', async () => {
    await append(knex, 1);
    await knex('log_head').delete();
    await expect(sealEntries({ knex, now: at(2) })).rejects.toThrow(
      'the head of the log is missing',
    );
  });

  it('S10.1 holds salted commitments in the chain, and nothing that was said', async () => {
    await append(knex, 1, 1);
    await sealEntries({ knex, now: at(4) });
    const links = await knex<LogChainRow>('log_chain');
    expect(JSON.stringify(links)).not.toContain('payments');
    expect(links[0].commitment).not.toBe(links[1].commitment);
  });

  it('S10.1 seals an entry whose transaction committed after a later one was sealed', async () => {
    if (!isPostgres(knex)) {
      // SQLite has one connection: nobody commits while another transaction is open.
      await append(knex, 1);
      return;
    }
    const late = await knex.transaction();
    await appendOne(late, 1);
    await append(knex, 2);
    expect(await sealEntries({ knex, now: at(3) })).toBe(1);
    await late.commit();
    expect(await sealEntries({ knex, now: at(4) })).toBe(1);
    expect(await order(knex)).toEqual([2, 1]);
    expect(await check(knex)).toMatchObject(whole);
  });

  it('S10.1 lets one seal at a time, and the other go on without waiting', async () => {
    await append(knex, 1);
    if (!isPostgres(knex)) {
      // SQLite has one connection: the second one would wait for it, not for the head.
      return;
    }
    const entered = barrier();
    const leave = barrier();
    const holding = withHead({ knex, wait: false }, async () => {
      entered.open();
      await leave.passed;
    });
    await entered.passed;
    expect(await sealEntries({ knex, now: at(3) })).toBe(0);
    leave.open();
    await holding;
    expect(await sealEntries({ knex, now: at(3) })).toBe(1);
    expect(await check(knex)).toMatchObject(whole);
  });

  it('S10.1 waits for whoever holds the head, and goes on from the head that they left', async () => {
    await append(knex, 1, 2);
    const order2: number[] = [];
    await Promise.all([
      withHead({ knex, wait: true }, async (_trx, head) =>
        order2.push(head.sequence),
      ),
      sealEntries({ knex, now: at(3) }),
      withHead({ knex, wait: true }, async (_trx, head) =>
        order2.push(head.sequence),
      ),
    ]);
    await sealAll({ knex, clock: new ManualClock() });
    expect(await order(knex)).toEqual([1, 2]);
    expect(await check(knex)).toMatchObject(whole);
  });

  it('S10.1 neither forks nor skips while four seal and four write', async () => {
    const clock = new ManualClock();
    const numbers = Array.from({ length: 80 }, (_, i) => i);
    const writers = [0, 1, 2, 3].map(writer =>
      append(knex, ...numbers.filter(number => number % 4 === writer)),
    );
    let isWriting = true;
    const sealers = [0, 1, 2, 3].map(async () => {
      while (isWriting) await sealEntries({ knex, now: at(3), limit: 3 });
    });
    await Promise.all(writers);
    isWriting = false;
    await Promise.all(sealers);
    await sealAll({ knex, clock });
    expect((await order(knex)).sort((a, b) => a - b)).toEqual(numbers);
    expect(await check(knex)).toMatchObject({
      ...whole,
      checked: { from: 1, through: 80 },
    });
  });

  it('S10.1 refuses a fork in the database itself', async () => {
    await append(knex, 1);
    await sealEntries({ knex, now: at(3) });
    const link = await knex<LogChainRow>('log_chain').first();
    await expect(
      knex('log_chain').insert({ ...link, sequence: 2, entry_id: 99 }),
    ).rejects.toThrow(/unique/i);
  });

  it('S10.1 gives transitions without an entry one', async () => {
    await knex('usages').insert({
      id: 'u',
      entity_ref: 'component:default/a',
      kind: 'container-image',
      created_at: at(0),
    });
    const reason = { code: 'nothing-found' };
    const judged = { verdict: 'unsigned', decision: 'warn' };
    const judgement = {
      ...{ usage_id: 'u', ...judged, reason_code: reason.code },
      content: JSON.stringify({ ...judged, reason }),
    };
    await knex('transitions').insert({ ...judgement, at: at(0) });
    await knex('judgements').insert({
      ...{ ...judgement, generation: 'g', revision: 1 },
      ...{ since: at(0), judged_at: at(0) },
    });
    await Promise.all(
      [1, 2].map(() => sealAll({ knex, clock: new ManualClock() })),
    );
    await sealAll({ knex, clock: new ManualClock() });
    const [entry] = await knex<LogEntryRow>('log_entries');
    expect(JSON.parse(entry.content)).toMatchObject({
      usageId: 'u',
      verdict: 'unsigned',
      adopted: true,
    });
    expect(await check(knex)).toMatchObject({
      ...whole,
      checked: { from: 1, through: 1 },
    });
  });
});
