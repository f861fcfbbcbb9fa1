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
import { expectedByDefault } from '../config/readExpected';
import { noMetrics, startHealth } from '../health';
import { AuthorizedAcceptanceService } from './AuthorizedAcceptanceService';
import { AuthorizedDigestService } from './AuthorizedDigestService';
import { AuthorizedDiscoveryService } from './AuthorizedDiscoveryService';
import { AuthorizedFindingService } from './AuthorizedFindingService';
import { AuthorizedSignerService } from './AuthorizedSignerService';
import { AuthorizedStatusService } from './AuthorizedStatusService';
import { AuthorizedUsageService } from './AuthorizedUsageService';
import { createRouter } from './createRouter';
import { SetupService } from './SetupService';
import { StoredDigestService } from './StoredDigestService';
import { StoredDiscoveryService } from './StoredDiscoveryService';
import { StoredFindingService } from './StoredFindingService';
import { StoredSignerService } from './StoredSignerService';
import { StoredUsageService } from './StoredUsageService';

jest.setTimeout(60_000);

const everything = { type: 'some' } as const;
/** The answer does not quote what did not fit; whoever reads a failed test wants to know. */
const logger = mockServices.logger.mock({
  error: (message, meta) => process.stderr.write(`${message}: ${meta}\n`),
});
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
      visibility: { restrictionFor: async () => everything },
      permissions: mockServices.permissions(),
    });
    const permissions = mockServices.permissions();
    const visibility = { restrictionFor: async () => everything };
    const findings = new AuthorizedFindingService(
      new StoredFindingService({ knex }),
      { visibility, permissions },
    );
    const digests = new AuthorizedDigestService(
      new StoredDigestService({ knex, inForce: evidence => evidence }),
      { visibility, permissions },
    );
    const signers = new AuthorizedSignerService(
      new StoredSignerService({ knex }),
      { visibility, permissions },
    );
    const acceptance = new AuthorizedAcceptanceService({
      permissions,
      registry: () => portal.engine.judging.registry,
    });
    const status = new AuthorizedStatusService({
      permissions: mockServices.permissions(),
      trust: { statuses: () => statuses },
      engine: startHealth({
        knex,
        clock: portal.clock,
        logger: mockServices.logger.mock(),
        metrics: noMetrics,
        trust: { statuses: () => statuses },
        hosts: [portal.registry.host],
      }),
    });
    const discovery = new AuthorizedDiscoveryService(
      new StoredDiscoveryService({
        ...{ knex, expected: expectedByDefault, locators: [], allowed: [] },
      }),
      new SetupService({
        ...{ knex, allowed: [], authorities: () => statuses },
        registry: () => ({ ...portal.engine.judging.registry, rules: [] }),
      }),
      { visibility, permissions },
    );
    const router = createRouter({
      discovery,
      ...{ usages, findings, digests, signers, acceptance, status },
      log: {} as never,
      deployments: {} as never,
      proposals: {} as never,
      replays: {} as never,
      acceptanceAids: {} as never,
      clock: portal.clock,
      logger,
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
    ['/usages/none/history', 404],
    ['/findings?state=all', 200],
    [`/digests/sha256:${'0'.repeat(64)}`, 404],
    ['/digests/latest', 400],
    ['/signers', 200],
    ['/signers?sort=name', 400],
    ['/acceptance', 200],
  ])('for %s, with %s', async (path, expected) => {
    const { status } = await request(server).get(path);
    expect(status).toBe(expected);
  });

  it('for the history of a usage', async () => {
    const [usage] = await usagesOf('moved');
    const path = `/usages/${usage.id}/history`;
    const { body } = await request(server).get(path).expect(200);
    expect(body.totalItems).toBe(3);
    expect(body.items).toMatchObject([
      {
        from: { verdict: 'trusted', reasonCode: 'accepted' },
        digest: usage.digest,
        judgement: { verdict: 'unsigned', reason: { code: 'nothing-found' } },
      },
      {
        from: { verdict: 'inconclusive', reasonCode: 'not-checked-yet' },
        reference: usage.reference,
        judgement: { verdict: 'trusted', rules: [{ rule: 'acme-release' }] },
      },
      { judgement: { reason: { code: 'not-checked-yet' } } },
    ]);
    expect(body.items[1].digest).not.toBe(usage.digest);
    const { restsOn, digest } = body.items[1];
    expect(restsOn).toMatchObject({
      registry: { version: 1 },
      authorities: [{ name: 'acme' }],
      evidence: { accepted: [{ subject: digest }] },
    });
    expect(body.items[2].from).toBeUndefined();
    const first = await request(server).get(`${path}?limit=2`).expect(200);
    const { nextCursor } = first.body.pageInfo;
    const second = await request(server)
      .get(`${path}?limit=2&cursor=${nextCursor}`)
      .expect(200);
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
    const [other] = await usagesOf('good');
    await request(server)
      .get(`/usages/${other.id}/history?cursor=${nextCursor}`)
      .expect(400);
  });

  it('for findings', async () => {
    const [usage] = await usagesOf('moved');
    const { body } = await request(server)
      .get('/findings?code=tag-moved')
      .expect(200);
    expect(body).toMatchObject({
      totalItems: 1,
      items: [
        {
          code: 'tag-moved',
          new: usage.digest,
          usage: { id: usage.id, entityRef: 'component:default/moved' },
        },
      ],
    });
    const { firstSeenAt } = body.items[0];
    const count = async (query: string) =>
      (await request(server).get(`/findings?${query}`).expect(200)).body
        .totalItems;
    expect(await count(`since=${firstSeenAt}&code=tag-moved`)).toBe(1);
    expect(await count(`since=2027-01-01T00:00:00.000Z`)).toBe(0);
    expect(await count('code=signature-vanished')).toBe(0);
    expect(await count('entityRef=component:default/moved')).toBe(1);
    expect(await count('entityRef=component:default/good')).toBe(0);
  });

  it('for a digest', async () => {
    const [usage] = await usagesOf('good');
    const path = `/digests/${usage.digest}`;
    const { body } = await request(server).get(path).expect(200);
    expect(body).toMatchObject({
      digest: usage.digest,
      totalUses: 1,
      uses: [{ usage: { id: usage.id }, reference: usage.reference }],
      collections: [{ subject: usage.digest, repository: usage.repository }],
      evidence: [{ authority: 'acme', outcome: { status: 'proven' } }],
    });
    expect(body.uses[0].to).toBeUndefined();
  });

  it('for a digest that ran before', async () => {
    const [{ id }] = await usagesOf('moved');
    const { body } = await request(server).get(`/usages/${id}/history`);
    const { digest } = body.items[1];
    const before = await request(server).get(`/digests/${digest}`).expect(200);
    expect(before.body).toMatchObject({
      uses: [{ usage: { id }, to: expect.any(String) }],
      evidence: [{ outcome: { status: 'proven' } }],
    });
  });

  it('for what nothing is known to run of', async () => {
    const { body } = await request(server).get('/discovery').expect(200);
    expect(body).toMatchObject({
      coverage: [{ kind: 'component', type: 'service', entities: 9 }],
      totalItems: 2,
      hidden: 0,
    });
    expect(body.items).toMatchObject([
      { reason: 'nothing-named', owner: 'group:default/team' },
      { reason: 'entity-problem', problem: 'bad yaml' },
    ]);
    const unknown = await request(server).get('/discovery?verdict=trusted');
    expect(unknown.status).toBe(400);
  });

  it('for what the portal lacks', async () => {
    const { body } = await request(server).get('/setup').expect(200);
    expect(body.found.locators).toMatchObject([
      { locator: 'annotation', status: 'working', claims: 7 },
      { locator: 'report', status: 'working' },
    ]);
    expect(body.refusedHosts).toEqual({
      items: [{ host: 'files.example', artifacts: 1, entities: 1 }],
      more: 0,
    });
    expect(
      body.steps.map((one: { id: string; done: boolean }) => [
        ...[one.id, one.done],
      ]),
    ).toEqual([
      ['artifacts', true],
      ['hosts', false],
      ['authorities', false],
      ['environments', false],
      ['rules', false],
    ]);
    expect(body.steps[2].missing).toEqual(['lab']);
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
  const bare = component('bare', '');
  delete bare.metadata.annotations;
  const problem = { type: 'backstage.io/catalog-processing', level: 'error' };
  const frozen = {
    ...{ ...bare, metadata: { name: 'frozen' } },
    status: { items: [{ ...problem, message: 'bad yaml' }] },
  };
  const foreign = component(
    'elsewhere',
    '- reference: https://files.example/a.tgz',
  );
  await portal.look([
    ...[...entities, bare, frozen, foreign],
    component('broken', 'a: ['),
  ]);
  pushImage(moved, { tag: '1', files: { other: 'bytes' } });
  registry.setFault('acme/stale', { kind: 'down' });
  clock.advance(4 * 60);
  await portal.work();
}
