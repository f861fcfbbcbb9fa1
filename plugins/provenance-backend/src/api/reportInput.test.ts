import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/databases';
import {
  accepted,
  deploymentSender,
  ci,
  digest,
  entities,
  payments,
  reporters,
} from '../__testUtils__/deploymentApi';
import { at, ManualClock } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

/** What is refused here never gets to a database of either kind. */
describe('what is sent to POST /deployments', () => {
  let knex: Knex;
  let clock: ManualClock;

  beforeEach(async () => {
    knex = await migratedDatabase('SQLITE_3');
    clock = new ManualClock(at(100));
  });

  const { api, send, results, claims } = deploymentSender(() => ({
    ...{ knex, clock, entities, reporters, caller: ci },
  }));

  it.each<[string, unknown, string]>([
    ['no object', 'payments', 'invalid-report'],
    ['nothing', null, 'invalid-report'],
    ['nobody', { reference: 'ghcr.io/a/b:1' }, 'invalid-report'],
    ['somebody twice', { ...payments, name: 'payments' }, 'invalid-report'],
    ['an unknown field', { ...payments, signer: 'me' }, 'invalid-report'],
    ['a wrong type', { ...payments, removed: 'yes' }, 'invalid-report'],
    ['a NUL', { ...payments, environment: 'a\0' }, 'invalid-report'],
    [
      'half a character',
      { ...payments, environment: 'a\ud800' },
      'invalid-report',
    ],
    [
      'half a megabyte',
      { ...payments, location: 'x'.repeat(500_000) },
      'invalid-report',
    ],
    ['no artifact', { entity: payments.entity }, 'invalid-report'],
    [
      'two artifacts',
      { ...payments, repository: 'ghcr.io/a/b', digest },
      'invalid-report',
    ],
    [
      'a tag in the repository',
      { entity: payments.entity, repository: 'ghcr.io/a/b:1', digest },
      'invalid-report',
    ],
    [
      'no digest',
      { entity: payments.entity, repository: 'ghcr.io/a/b' },
      'invalid-report',
    ],
    ['no reference', { ...payments, reference: '!!' }, 'invalid-report'],
    [
      'what nobody looks at',
      { ...payments, reference: 'git::https://github.com/acme/x.git' },
      'unsupported-reference',
    ],
    ['a day', { ...payments, at: '2026-11-20' }, 'invalid-report'],
    ['no day', { ...payments, at: '2026-99-20T00:00:00Z' }, 'invalid-report'],
    ['tomorrow', { ...payments, at: at(106) }, 'time-out-of-range'],
    [
      'long ago',
      { ...payments, at: '2014-01-01T00:00:00Z' },
      'time-out-of-range',
    ],
    ['a moment', { ...payments, lifetime: { seconds: 2 } }, 'invalid-report'],
    ['a month', { ...payments, lifetime: { months: 1 } }, 'invalid-report'],
    [
      'plain http',
      { ...payments, run: 'http://ci.example/' },
      'invalid-report',
    ],
    ['a page', { ...payments, run: 'data:text/html,x' }, 'invalid-report'],
    [
      'an account',
      { ...payments, run: 'https://a:b@ci.example/' },
      'invalid-report',
    ],
  ])('refuses %s alone, with a reason', async (_name, item, code) => {
    expect(await results([item, payments])).toEqual([
      { status: 'refused', code, message: expect.stringMatching(/\.$/) },
      accepted,
    ]);
    expect(await claims()).toHaveLength(1);
  });

  it('allows five minutes between two clocks', async () => {
    const items = await results([{ ...payments, at: at(105) }], 200);
    expect(items).toEqual([accepted]);
  });

  it.each<[string, unknown, number]>([
    ['no items', { items: [] }, 400],
    ['10,000 items', { items: Array(10_000).fill({}) }, 400],
    ['items that are no list', { items: {} }, 400],
    ['something beside items', { items: [payments], entity: 'x' }, 400],
    ['a list', [payments], 400],
    [
      'a string of a megabyte',
      { ...payments, cloud: 'x'.repeat(1_100_000) },
      400,
    ],
  ])('takes nothing of a body with %s', async (_name, body, status) => {
    await send(body, status);
    expect(await claims()).toEqual([]);
  });

  it('lets a caller send so many requests within a minute', async () => {
    const server = api();
    const post = () =>
      request(server)
        .post('/deployments')
        .send({ items: ['x'] });
    for (let i = 0; i < 600; i++) await post().expect(207);
    clock.advance(0.5);
    const { headers, body } = await post().expect(429);
    expect(headers['retry-after']).toBe('30');
    expect(body.error.message).toMatch('600 requests');
    clock.advance(0.5);
    await post().expect(207);
  });
});
