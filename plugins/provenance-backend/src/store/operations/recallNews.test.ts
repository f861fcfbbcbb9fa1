import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import { claimMessages } from './claimMessages';
import { finishMessage } from './finishMessage';
import { recallNews } from './recallNews';

jest.setTimeout(60_000);

const minute = 60_000;
const day = 24 * 60;

describe.each(databases.eachSupportedId())('recallNews on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  const recall = () =>
    recallNews({
      ...{ knex, now: new Date(at(1)), leaseMs: minute },
      ...{ windowMs: 60 * minute, longestWaitMs: 60 * minute },
    });

  const event = (happened: number, told?: number) => ({
    ...{ topic: 'host-down', cause: 'host:x', subject: 'x' },
    happened_at: at(happened),
    told_at: told === undefined ? null : at(told),
  });

  const message = (id: string, nextAt: number) => ({
    ...{ id, sink: 'mail', content: '{}', ticket: 't', attempts: 0 },
    ...{ created_at: at(0), next_at: at(nextAt) },
  });

  const claimAt = (minutes: number) =>
    claimMessages({
      ...{ knex, now: new Date(at(minutes)), leaseMs: minute },
      ...{ sinks: ['mail'], limit: 10 },
    });

  it('lets nothing wait for the day on which a clock that was ahead says that it happened or was told', async () => {
    await knex('outbox').insert([
      event(3 * day),
      event(3 * day, 3 * day),
      event(0),
      event(0, 30),
    ]);
    expect(await recall()).toEqual({ events: 2, messages: 0 });
    const rows = await knex('outbox').orderBy('id');
    expect(rows.map(row => [row.happened_at, row.told_at])).toEqual([
      [at(1), null],
      [at(3 * day), at(1)],
      [at(0), null],
      [at(0), at(30)],
    ]);
    expect(await recall()).toEqual({ events: 0, messages: 0 });
  });

  it('sends what would have been sent in days', async () => {
    await knex('messages').insert([message('a', 3 * day), message('b', 60)]);
    expect(await recall()).toEqual({ events: 0, messages: 1 });
    expect((await claimAt(1)).map(({ id }) => id)).toEqual(['a']);
  });

  it('takes no claim from whoever sends, and ends the one of who does not', async () => {
    await knex('messages').insert([message('a', 0), message('b', 0)]);
    const [sent] = await claimAt(3 * day);
    expect(await recall()).toEqual({ events: 0, messages: 2 });
    expect(await claimAt(1)).toEqual([]);
    const result = { outcome: 'sent', endedAt: at(3 * day) } as const;
    await finishMessage({ knex, claim: sent, result });
    const left = await claimAt(2);
    expect(left).toHaveLength(1);
    expect(left[0].id).not.toBe(sent.id);
  });
});
