import { mockServices } from '@backstage/backend-test-utils';
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { migratedDatabase } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { readLogState } from '../store';
import { append, sealed } from './__testUtils__/entries';
import { keepLog } from './keepLog';
import { startSealer } from './startSealer';
import { readHead } from './withHead';

jest.setTimeout(60_000);

type Task = SchedulerServiceTaskScheduleDefinition & {
  id: string;
  fn(signal: AbortSignal): Promise<void>;
};

describe('keepLog', () => {
  let knex: Knex;
  const clock = new ManualClock(at(5));

  beforeEach(async () => {
    knex = await migratedDatabase('SQLITE_3');
  });

  async function keep(webhook?: { url: string }) {
    const tasks: Task[] = [];
    const success = jest.fn();
    const createEvent = jest.fn(async () => ({ success, fail: jest.fn() }));
    const logger = mockServices.logger.mock();
    await keepLog({
      ...{ knex, clock, logger },
      auditor: mockServices.auditor.mock({ createEvent }),
      lifecycle: mockServices.lifecycle.mock(),
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async task => {
          tasks.push(task as Task);
        },
      }),
      settings: {
        headIntervalMs: 3_600_000,
        retentionMs: 30 * 86_400_000,
        erasers: [],
        webhook,
      },
    });
    const run = (id: string) =>
      tasks.find(task => task.id === id)!.fn(new AbortController().signal);
    return { tasks, run, createEvent, success, logger };
  }

  it('S10.2 tells the head to the auditor and the logger, once for all replicas', async () => {
    const { tasks, run, createEvent, success, logger } = await keep();
    await run('provenance-log-head');
    expect(createEvent).not.toHaveBeenCalled();
    await sealed(knex, 1, 2);
    await run('provenance-log-head');
    const head = await readHead({ knex });
    expect(createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'log-head', meta: head }),
    );
    expect(success).toHaveBeenCalledTimes(1);
    expect(logger.info).toHaveBeenCalledWith(
      `head of the sealed log: 2:${head.hash}`,
    );
    expect(tasks.map(({ id, scope }) => ({ id, scope }))).toEqual([
      { id: 'provenance-log-head', scope: 'global' },
      { id: 'provenance-retention', scope: 'global' },
    ]);
  });

  it('S10.2 looks every few minutes whether the head is due at the webhook, once for all replicas', async () => {
    const { tasks, run, logger } = await keep({ url: 'http://127.0.0.1:1/' });
    expect(tasks.at(1)).toMatchObject({
      ...{ id: 'provenance-log-webhook', scope: 'global' },
      frequency: { milliseconds: 300_000 },
    });
    await sealed(knex, 1);
    await run('provenance-log-webhook');
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('did not arrive: 127.0.0.1:1 could not be'),
    );
    expect(await readLogState({ knex })).toMatchObject({
      webhook: { failures: 1, failingSince: at(5) },
    });
  });

  it('S10.3 removes what is too old', async () => {
    const { run } = await keep();
    await sealed(knex, -40 * 24 * 60, 1);
    await run('provenance-retention');
    expect(await knex('log_entries').orderBy('id').pluck('kind')).toEqual([
      'generation',
      'pruned',
    ]);
  });

  it('S10.1 seals by itself, through a database that fails for a while', async () => {
    const logger = mockServices.logger.mock();
    await append(knex, 1);
    await knex.schema.renameTable('log_head', 'log_head_away');
    const sealer = startSealer({ knex, clock, logger, pauseMs: 1 });
    await eventually(async () =>
      expect(logger.error).toHaveBeenCalledWith(
        'the log cannot be sealed',
        expect.objectContaining({
          message: expect.stringContaining('no such table'),
        }),
      ),
    );
    await knex.schema.renameTable('log_head_away', 'log_head');
    await eventually(async () =>
      expect(await readHead({ knex })).toMatchObject({ sequence: 1 }),
    );
    await sealer.stop();
    expect(logger.error).toHaveBeenCalledTimes(1);
    await append(knex, 2);
    expect(await readHead({ knex })).toMatchObject({ sequence: 1 });
  });
});
