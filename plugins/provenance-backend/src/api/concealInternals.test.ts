import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { declared, ManualClock, sync } from '../__testUtils__/fixtures';
import { isPostgres } from '../store/dialect';
import { AuthorizedUsageService } from './AuthorizedUsageService';
import { createRouter } from './createRouter';
import { StoredUsageService } from './StoredUsageService';

jest.setTimeout(60_000);

const logger = mockServices.logger.mock();

function serverOver(knex: Knex, usages?: object) {
  const stored = new StoredUsageService({
    ...{ knex, clock: new ManualClock(), inForce: evidence => evidence },
  });
  const router = createRouter({
    usages: (usages ??
      new AuthorizedUsageService(stored, {
        visibility: { restrictionFor: async () => ({ type: 'some' }) },
        permissions: mockServices.permissions(),
      })) as AuthorizedUsageService,
    ...({} as Record<
      | 'findings'
      | 'digests'
      | 'signers'
      | 'discovery'
      | 'acceptance'
      | 'log'
      | 'status'
      | 'deployments'
      | 'proposals'
      | 'replays'
      | 'acceptanceAids'
      | 'clock',
      never
    >),
    httpAuth: mockServices.httpAuth(),
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
    }),
    logger,
  });
  return express().use(router).use(mockErrorHandler());
}

/** Each database's own way of refusing to write; returns what undoes it. */
const refusals: Record<string, (knex: Knex) => Promise<() => Promise<void>>> = {
  async full(knex) {
    if (isPostgres(knex)) return failing(knex, '53100');
    // No page is left, and the row grows out of its own.
    const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
    await knex.raw(`PRAGMA max_page_count = ${pages}`);
    await knex.raw(
      `CREATE TEMP TRIGGER grow AFTER UPDATE ON work BEGIN UPDATE work SET ticket = hex(zeroblob(1000000)) WHERE rowid = NEW.rowid; END`,
    );
    return async () => {
      await knex.raw('DROP TRIGGER grow');
      await knex.raw('PRAGMA max_page_count = 1000000');
    };
  },
  async 'read-only'(knex) {
    if (isPostgres(knex)) return failing(knex, '25006');
    await knex.raw('PRAGMA query_only = ON');
    return async () => {
      await knex.raw('PRAGMA query_only = OFF');
    };
  },
};

/** What PostgreSQL says in that case, from a trigger: a disk that is full is nothing that a test can order. */
async function failing(knex: Knex, code: string) {
  await knex.raw(
    `CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'secret' USING ERRCODE = '${code}'; END $$ LANGUAGE plpgsql`,
  );
  await knex.raw(
    'CREATE TRIGGER refuse BEFORE UPDATE ON work EXECUTE FUNCTION refuse()',
  );
  return async () => {
    await knex.raw('DROP FUNCTION refuse CASCADE');
  };
}

/** Nothing of a statement, a table, a file or a stack. */
function expectNoInternals(body: object) {
  expect(JSON.stringify(body)).not.toMatch(
    /select|update|insert|"work"|usage_id|sqlite|secret|node_modules|\.ts:/i,
  );
}

describe.each(databases.eachSupportedId())('errors on %s', databaseId => {
  let knex: Knex;
  let usageId: string;

  beforeEach(async () => {
    logger.error.mockClear();
    knex = await migratedDatabase(databaseId);
    [usageId] = await sync(knex, [declared()]);
  });

  const check = () =>
    request(serverOver(knex)).post('/checks').send({ usageId });

  it.each(Object.keys(refusals))(
    'a database that is %s is 503, says why in the log, and loses nothing',
    async name => {
      const before = await knex('work');
      const undo = await refusals[name](knex);
      const { status, body } = await check();
      expect([status, body.error.name]).toEqual([
        503,
        'ServiceUnavailableError',
      ]);
      expectNoInternals(body.error);
      const [id] = body.error.message.match(/[0-9a-f-]{36}/);
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringContaining(id),
        expect.objectContaining({
          message: expect.stringMatching(/work|readonly/),
        }),
      );
      expect((await request(serverOver(knex)).get('/usages')).status).toBe(200);
      await undo();
      expect(await knex('work')).toEqual(before);
      expect((await check()).status).toBe(202);
    },
  );

  it('a database that is gone is 503', async () => {
    const server = serverOver(knex);
    await knex.schema.dropTable('usage_signers');
    await knex.schema.dropTable('current_usages');
    const { status, body } = await request(server).get('/usages');
    expect([status, body.error.name]).toEqual([503, 'ServiceUnavailableError']);
    expectNoInternals(body.error);
  });

  it('what nobody expected is 500, and told in the log alone', async () => {
    const list = async () => {
      throw new TypeError('secret of node_modules/x.ts:1');
    };
    const server = serverOver(knex, { list });
    const { status, body } = await request(server).get('/usages');
    expect([status, body.error.name]).toEqual([500, 'Error']);
    expectNoInternals(body.error);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('what a caller did wrong stays in words, and out of the log', async () => {
    const { status, body } = await request(serverOver(knex)).get(
      '/usages?cursor=abc',
    );
    expect([status, body.error.name, body.error.message]).toEqual([
      400,
      'InputError',
      'the cursor is not valid',
    ]);
    expect(logger.error).not.toHaveBeenCalled();
  });
});
