import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import {
  attachBundle,
  pushImage,
  signImage,
  workflowIdentity,
} from '@countersign/sandbox';
import express from 'express';
import request from 'supertest';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import type { AuthorityStatus } from '@countersign/domain';
import { AuthorizedStatusService } from './AuthorizedStatusService';
import { AuthorizedUsageService } from './AuthorizedUsageService';
import { createRouter } from './createRouter';
import { StoredUsageService } from './StoredUsageService';

jest.setTimeout(60_000);

const instant = '2026-11-20T00:00:00.000Z';
/** An authority with everything that one can have, and one with nothing. */
const statuses: AuthorityStatus[] = [
  {
    name: 'acme',
    kind: 'sigstore',
    source: 'tuf',
    location: 'https://tuf.acme.example',
    status: 'loaded',
    digest: `sha256:${'a'.repeat(64)}`,
    version: 'root 2',
    loadedAt: instant,
    refreshedAt: instant,
    expiresAt: instant,
    nextRefreshAt: instant,
    lastError: { at: instant, message: 'down' },
    refusedVersion: {
      at: instant,
      digest: `sha256:${'b'.repeat(64)}`,
      why: 'it proves less',
    },
    windows: [
      { what: 'log', name: 'https://rekor.example', start: instant },
      { what: 'key', name: 'k', start: instant, end: instant },
    ],
  },
  {
    name: 'lab',
    kind: 'key',
    source: 'file',
    status: 'missing',
    windows: [],
  },
];

/**
 * Every answer here is held against the OpenAPI document; one that differs comes out as an error.
 */
describe('answers fit the OpenAPI document', () => {
  let portal: Portal;
  let server: express.Express;

  beforeAll(async () => {
    const [[databaseId]] = databases.eachSupportedId();
    const knex = await migratedDatabase(databaseId);
    portal = await startPortal({
      knex,
      rules: ({ host }) => [
        {
          name: 'acme-release',
          references: [`${host}/acme/**`],
          mode: 'enforce',
          signers: [
            {
              authority: 'acme',
              issuer: 'https://token.actions.githubusercontent.com',
              subject: 'https://github.com/acme/**',
            },
          ],
        },
      ],
    });
    await populate(portal);
    const stored = new StoredUsageService({
      knex,
      clock: portal.clock,
      inForce: evidence => evidence,
    });
    const usages = new AuthorizedUsageService(stored, {
      visibility: { restrictionFor: async () => ({ type: 'some' }) },
      permissions: mockServices.permissions(),
    });
    const status = new AuthorizedStatusService({
      permissions: mockServices.permissions(),
      trust: { statuses: () => statuses },
    });
    const router = createRouter({
      usages,
      status,
      validateResponses: true,
      httpAuth: mockServices.httpAuth(),
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
      }),
    });
    server = express().use(router).use(mockErrorHandler());
  });

  afterAll(() => portal.close());

  async function usagesOf(name: string) {
    const { body } = await request(server)
      .get(`/usages?entityRef=component:default/${name}`)
      .expect(200);
    return body.items;
  }

  it.each([
    ['good', 'accepted'],
    ['moved', 'nothing-found'],
    ['stale', 'accepted'],
    ['junk', 'malformed'],
    ['broken', 'annotation-invalid'],
    ['foreign', 'signer-not-accepted'],
  ])('for the list and the detail of the %s usage, %s', async (name, code) => {
    const [usage] = await usagesOf(name);
    expect(usage.reason.code).toBe(code);
    const { body } = await request(server)
      .get(`/usages/${usage.id}`)
      .expect(200);
    expect(body).toMatchObject(usage);
  });

  it.each([
    ['/reasons', 200],
    ['/status', 200],
    ['/usages', 200],
    ['/usages/none', 404],
    ['/usages?limit=0', 400],
  ])('for %s, with %s', async (path, expected) => {
    const { status } = await request(server).get(path);
    expect(status).toBe(expected);
  });

  it('for a check', async () => {
    const { status } = await request(server)
      .post('/checks')
      .send({ entityRef: 'component:default/good' });
    expect(status).toBe(202);
  });
});

async function populate(portal: Portal) {
  const { registry, acme, clock } = portal;
  const sign = (name: string, source = 'acme/x') => {
    const repository = registry.repository(`acme/${name}`);
    const { digest } = pushImage(repository, { tag: '1', files: { name } });
    const identity = workflowIdentity({
      repository: source,
      ref: 'refs/tags/v1',
    });
    signImage({
      repository,
      subject: digest,
      sigstore: acme,
      signer: { type: 'certificate', identity },
    });
    return repository;
  };
  sign('good');
  sign('stale');
  sign('foreign', 'evil/x');
  const moved = sign('moved');
  const junk = registry.repository('acme/junk');
  attachBundle(
    junk,
    pushImage(junk, { tag: '1' }).digest,
    Buffer.from('<html>'),
  );
  clock.advance(1);
  const entities = ['good', 'moved', 'stale', 'junk', 'foreign'].map(name =>
    component(
      name,
      `- { reference: "${registry.host}/acme/${name}:1", environment: prod, cloud: aws, location: eu }`,
    ),
  );
  await portal.look([...entities, component('broken', 'a: [')]);
  pushImage(moved, { tag: '1', files: { other: 'bytes' } });
  registry.setFault('acme/stale', { kind: 'down' });
  clock.advance(4 * 60);
  await portal.work();
}
