import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { ManualClock } from '../__testUtils__/fixtures';
import { createRouter } from './createRouter';
import { openApiDocument } from './openapi/document';

/** What to send to each request that writes, and what the auditor hears. A new one fails here until it has a line. */
const writes: Record<string, { body: object; event: object }> = {
  'post /checks': {
    body: { entityRef: 'component:default/payments' },
    event: {
      eventId: 'check-create',
      meta: { entityRef: 'component:default/payments' },
    },
  },
  'post /deployments': {
    body: { items: [{ name: 'payments' }, 'something else'] },
    event: { eventId: 'deployment-report', meta: { reports: 2 } },
  },
  'post /erasures': {
    body: { identity: 'ada@acme.example' },
    // S10.1: what the auditor keeps is not erased with the log.
    event: { eventId: 'identity-erase', meta: {} },
  },
};

jest.setTimeout(60_000);

const expected = 'a'.repeat(64);
const seen = { proposal: 'p1', expected };
const text = { title: 'T', reason: 'R', content: {} };
const word = { body: { expected }, event: { meta: seen } };
for (const [act, { body, event }] of Object.entries<{
  body: object;
  event: object;
}>({
  edit: { body: { ...text, expected }, event: { meta: seen } },
  rebase: {
    body: { expected, base: 2, content: {} },
    event: { meta: { ...seen, base: 2 } },
  },
  comments: {
    body: { text: 'Why?' },
    event: { eventId: 'proposal-comment', meta: { proposal: 'p1' } },
  },
  ...{ open: word, withdraw: word, approve: word, reject: word },
  ...{ merge: word, replay: word },
  acknowledgements: {
    body: { expected, keys: [expected], text: 'It may be so.' },
    event: {
      eventId: 'proposal-acknowledge',
      meta: { ...seen, keys: [expected] },
    },
  },
  'request-changes': word,
}))
  writes[`post /proposals/{id}/${act}`] = {
    body,
    event: { eventId: `proposal-${act}`, ...event },
  };
writes['post /proposals'] = {
  body: { ...text, base: 1 },
  event: { eventId: 'proposal-create', meta: { base: 1 } },
};

writes['post /acceptance/replays'] = {
  body: { content: {} },
  event: { eventId: 'acceptance-replay', meta: {} },
};
writes['post /acceptance/versions/{number}/review'] = {
  body: { expected },
  event: { eventId: 'acceptance-review', meta: { version: 2, expected } },
};

/** What it asks for is too long for an address; nothing is written. */
const reading = ['post /acceptance/preview'];

const documented = Object.entries<object>(openApiDocument.paths).flatMap(
  ([path, methods]) =>
    Object.keys(methods)
      .filter(method => method !== 'get')
      .map(method => `${method} ${path}`)
      .filter(operation => !reading.includes(operation)),
);

/** Every service fails alike: what the auditor hears of that is part of it. */
const broken: object = new Proxy(
  {},
  {
    get: () => async () => {
      throw new Error('the database is full');
    },
  },
);

describe('every request that writes', () => {
  it('is known here', () => {
    expect(documented.sort()).toEqual(Object.keys(writes).sort());
  });

  it.each(documented)(
    'tells the auditor who asked and how it went: %s',
    async operation => {
      const [method, form] = operation.split(' ');
      const path = form.replace('{id}', 'p1').replace('{number}', '2');
      const { body, event } = writes[operation];
      const success = jest.fn();
      const fail = jest.fn();
      const createEvent = jest.fn(async () => ({ success, fail }));
      const router = createRouter({
        usages: broken,
        findings: broken,
        digests: broken,
        discovery: broken,
        acceptance: broken,
        status: broken,
        log: broken,
        deployments: broken,
        proposals: broken,
        replays: broken,
        clock: new ManualClock(),
        httpAuth: mockServices.httpAuth(),
        logger: mockServices.logger.mock(),
        auditor: mockServices.auditor.mock({ createEvent }),
      } as never);
      const server = express().use(router).use(mockErrorHandler());
      await request(server)[method as 'post'](path).send(body).expect(500);
      expect(createEvent).toHaveBeenCalledWith({
        ...event,
        severityLevel: 'medium',
        request: expect.objectContaining({ method: 'POST', path }),
      });
      expect(fail).toHaveBeenCalledWith({ error: expect.any(Error) });
      expect(success).not.toHaveBeenCalled();
    },
  );
});
