import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { syncAll, usagesAt } from '../__testUtils__/engineOver';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { AuthorizedUsageService } from './AuthorizedUsageService';
import { createRouter } from './createRouter';
import { StoredUsageService } from './StoredUsageService';

jest.setTimeout(60_000);

const nobody: object = new Proxy({}, { get: () => async () => ({}) });

describe.each(databases.eachSupportedId())('POST /checks on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let ids: string[];
  let who: BackstageCredentials;
  let audited: string[];

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock(at(0));
    ids = await syncAll(knex, usagesAt('ghcr.io', 101));
    who = mockCredentials.user('user:default/ann');
    audited = [];
  });

  /** A replica as far as the API goes. */
  function replica() {
    const inner = new StoredUsageService({
      ...{ knex, clock, inForce: evidence => evidence },
    });
    const usages = new AuthorizedUsageService(inner, {
      permissions: mockServices.permissions(),
      visibility: { restrictionFor: async () => ({ type: 'some' }) },
    });
    const createEvent = async () => ({
      success: async () => void audited.push('success'),
      fail: async () => void audited.push('fail'),
    });
    const router = createRouter({
      ...{ findings: nobody, digests: nobody, acceptance: nobody },
      ...{ status: nobody, log: nobody, signers: nobody, usages },
      httpAuth: { credentials: async () => who },
      logger: mockServices.logger.mock(),
      auditor: mockServices.auditor.mock({ createEvent }),
      validateResponses: true,
    } as never);
    return express().use(router).use(mockErrorHandler());
  }

  const ask = (usageId: string, server = replica()) =>
    request(server).post('/checks').send({ usageId });

  async function useUp() {
    const servers = [replica(), replica()];
    for (const [i, id] of ids.slice(0, 100).entries())
      await ask(id, servers[i % 2]).expect(202);
  }

  it('answers who asks too often when to go on, whichever replica hears it, and changes nothing', async () => {
    await useUp();
    clock.advance(0.5);
    const { headers, body } = await ask(ids[100]).expect(429);
    expect(headers['retry-after']).toBe('30');
    expect(body.error).toMatchObject({
      name: 'TooManyChecksError',
      message: expect.stringContaining('30 seconds'),
    });
    expect(audited.at(-1)).toBe('fail');
    const [row] = await knex('work').where({ usage_id: ids[100] });
    expect(row).toMatchObject({ priority: 0, next_at: at(0) });
    clock.advance(0.5);
    await ask(ids[100]).expect(202);
  });

  it('counts each caller apart, and one who is spoken for by a service as themselves', async () => {
    await useUp();
    const { principal } = who as { principal: object };
    who = {
      ...who,
      principal: { ...principal, actor: { subject: 'x' } },
    } as never;
    await ask(ids[100]).expect(429);
    who = mockCredentials.user('user:default/bob');
    await ask(ids[100]).expect(202);
    const rows = await knex('check_counts');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/ann|bob/);
  });

  it('says what is looked at, and what was a moment ago', async () => {
    const { body } = await ask(ids[0]).expect(202);
    expect(body).toEqual({ usageIds: [ids[0]], justLooked: [] });
    await knex('work')
      .where({ usage_id: ids[1] })
      .update({ look_at: at(240), next_at: at(240) });
    await knex('current_usages')
      .where({ usage_id: ids[1] })
      .update({ last_checked_at: at(0) });
    expect((await ask(ids[1]).expect(202)).body).toEqual({
      ...{ usageIds: [], justLooked: [ids[1]] },
    });
  });
});
