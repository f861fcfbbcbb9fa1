import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import { alone } from '../log/alone';
import { sealed } from '../log/__testUtils__/entries';
import { sealAll } from '../log';
import { writeJudgement } from '../store/operations/writeJudgement';
import { AuthorizedLogService } from './AuthorizedLogService';
import { createRouter } from './createRouter';

jest.setTimeout(60_000);

const identity = 'ann@acme.com';
const hash = 'f'.repeat(64);

/** Answers are held against the OpenAPI document; one that differs comes out as an error. */
describe('requests about the log', () => {
  let knex: Knex;
  const createEvent = jest.fn();

  beforeEach(async () => {
    knex = await migratedDatabase('SQLITE_3');
    createEvent.mockReset();
    createEvent.mockResolvedValue({ success: jest.fn(), fail: jest.fn() });
  });

  const serverFor = (caller: {
    result?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
    erasers?: string[];
  }) => {
    const { result = AuthorizeResult.ALLOW } = caller;
    const permissions = mockServices.permissions({ result });
    const log = new AuthorizedLogService({
      ...{ knex, permissions, clock: new ManualClock(at(100)) },
      userInfo: mockServices.userInfo.mock({
        getUserInfo: async () => ({
          userEntityRef: 'user:default/mock',
          ownershipEntityRefs: ['user:default/mock', 'group:default/privacy'],
        }),
      }),
      settings: { erasers: caller.erasers ?? [] },
    });
    const router = createRouter({
      ...({} as Record<
        | 'usages'
        | 'findings'
        | 'digests'
        | 'signers'
        | 'discovery'
        | 'acceptance'
        | 'status'
        | 'deployments'
        | 'proposals'
        | 'replays'
        | 'acceptanceAids'
        | 'clock',
        never
      >),
      log,
      logger: mockServices.logger.mock(),
      validateResponses: true,
      httpAuth: mockServices.httpAuth(),
      auditor: mockServices.auditor.mock({ createEvent }),
    });
    return express().use(router).use(mockErrorHandler());
  };

  it('S10.2 answers whether the log is whole, alone and against a known head', async () => {
    await sealed(knex, 1, 2);
    const server = serverFor({});
    const { body } = await request(server).get('/integrity').expect(200);
    expect(body).toMatchObject({ status: 'whole', unsealed: 0 });
    const { sequence, hash: of } = body.head;
    const known = await request(server)
      .get(`/integrity?sequence=${sequence}&hash=${of}`)
      .expect(200);
    expect(known.body.message).toContain('agrees with the known head');
    const other = await request(server)
      .get(`/integrity?sequence=${sequence}&hash=${hash}`)
      .expect(200);
    expect(other.body).toMatchObject({
      status: 'broken',
      broken: { sequence: 2, how: 'rewritten' },
    });
    const after = await request(server)
      .get(`/integrity?after=1:${hash}`)
      .expect(200);
    expect(after.body.broken).toEqual({ sequence: 1, how: 'rewritten' });
  });

  it.each(['0.', '1.', '1.6e6f6e65', '3.30303037', '5.7368613235363a', '4.'])(
    'S10.2 goes on with what people read, at %s',
    async place => {
      await sealed(knex, 1, 2);
      const server = serverFor({});
      const { body } = await request(server).get('/integrity').expect(200);
      const { sequence, hash: of } = body.head;
      const { body: next } = await request(server)
        .get(`/integrity?after=${sequence}:${of}:${place}`)
        .expect(200);
      expect(next).toMatchObject({ status: 'whole' });
      await knex('acceptance_versions').insert({
        ...{ number: 1, content: '{}', content_hash: of, seen_at: at(0) },
      });
      const { body: other } = await request(server)
        .get('/integrity')
        .expect(200);
      expect(other).toMatchObject({
        status: 'differs',
        differences: [{ table: 'acceptance_versions', row: '1' }],
      });
    },
  );

  it.each([
    'sequence=1',
    `hash=${hash}`,
    `sequence=-1&hash=${hash}`,
    `sequence=9007199254740992&hash=${hash}`,
    'sequence=1&hash=x',
    'after=x',
    `after=0:${hash}:9.`,
    `after=0:${hash}:0.0`,
    `after=0:${hash}:0.00`,
    'x=1',
  ])('refuses ?%s', async query => {
    const { status } = await request(serverFor({})).get(`/integrity?${query}`);
    expect(status).toBe(400);
  });

  it('S10.2 checks once at a time, so that checking is no way to stop the backend', async () => {
    await sealed(knex, 1);
    const server = serverFor({});
    const codes = await Promise.all(
      [1, 2, 3, 4].map(
        async () => (await request(server).get('/integrity')).status,
      ),
    );
    expect(codes).toContain(200);
    expect(codes.filter(code => code !== 200 && code !== 503)).toEqual([]);
    await request(server).get('/integrity').expect(200);
  });

  it('needs permissions', async () => {
    const server = serverFor({
      result: AuthorizeResult.DENY,
      erasers: ['user:default/mock'],
    });
    const answers = [
      await request(server).get('/integrity'),
      await request(server).post('/erasures').send({ identity }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('S10.1 erases for a person whom the configuration names, and tells the auditor not whom', async () => {
    await sealed(knex, 1);
    const server = serverFor({ erasers: ['Group:default/Privacy'] });
    const { body } = await request(server)
      .post('/erasures')
      .send({ identity: 'ghcr.io/acme/payments:1' })
      .expect(200);
    expect(body).toEqual({ details: 1 });
    expect(createEvent).toHaveBeenCalledTimes(1);
    const [{ eventId, meta, severityLevel }] = createEvent.mock.calls[0];
    expect({ eventId, meta, severityLevel }).toEqual({
      eventId: 'identity-erase',
      meta: {},
      severityLevel: 'medium',
    });
    await sealAll({ knex, clock: new ManualClock() });
    const report = await request(server).get('/integrity').expect(200);
    expect(report.body).toMatchObject({
      status: 'whole',
      checked: { from: 1, through: 2 },
    });
  });

  it.each([
    'untrusted',
    'reason',
    '2026-11-20T00:00:00.000Z',
    `sha256:${hash}`,
    hash,
  ])('S10.1 erases people, and not what the log is about: %s', async word => {
    const [usageId] = await sync(knex, [declared()]);
    const judgement = judgementOf('untrusted', 'signer-not-accepted');
    await knex.transaction(trx =>
      writeJudgement({
        ...{ trx, usageId, judgement, generation: 'g', now: at(1) },
      }),
    );
    await sealAll({ knex, clock: new ManualClock() });
    const told = await knex('transitions').pluck('content');
    const server = serverFor({ erasers: ['user:default/mock'] });
    const { status } = await request(server)
      .post('/erasures')
      .send({ identity: word });
    expect(status).toBe(400);
    expect(await knex('transitions').pluck('content')).toEqual(told);
  });

  it('S10.1 erases once at a time, and says so to whoever comes second', async () => {
    const server = serverFor({ erasers: ['user:default/mock'] });
    const erase = () => request(server).post('/erasures').send({ identity });
    let begin = () => {};
    let leave = () => {};
    const begun = new Promise<void>(resolve => {
      begin = resolve;
    });
    const leaving = new Promise<void>(resolve => {
      leave = resolve;
    });
    const holding = alone({ knex, name: 'erasure' }, () => {
      begin();
      return leaving;
    });
    await begun;
    expect((await erase()).status).toBe(503);
    leave();
    await holding;
    expect((await erase()).status).toBe(200);
  });

  it('erases for nobody else', async () => {
    const user = mockCredentials.user.header();
    const erase = (erasers: string[], credentials = user) =>
      request(serverFor({ erasers }))
        .post('/erasures')
        .set('Authorization', credentials)
        .send({ identity });
    const answers = [
      await erase(['group:default/other']),
      await erase([]),
      await erase(['user:default/mock'], mockCredentials.service.header()),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it.each([{}, { identity: 'x' }, { identity: 1 }, { identity, also: 1 }])(
    'refuses %j',
    async body => {
      const { status } = await request(
        serverFor({ erasers: ['user:default/mock'] }),
      )
        .post('/erasures')
        .send(body);
      expect(status).toBe(400);
    },
  );
});
