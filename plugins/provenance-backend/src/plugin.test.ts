import {
  type BackendFeature,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogServiceRequestOptions } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  authoritiesExtensionPoint,
  clockServiceRef,
} from '@countersign/backstage-plugin-provenance-node';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  workflowIdentity,
  type Registry,
} from '@countersign/sandbox';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import provenancePlugin, {
  createProvenanceUsageConditionalDecision,
  provenanceUsageConditions,
} from '.';
import { usageReadPermission } from '@countersign/backstage-plugin-provenance-common';
import { eventually } from './__testUtils__/eventually';
import { ManualClock } from './__testUtils__/fixtures';
import { component } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const issuer = 'https://token.actions.githubusercontent.com';
const user = { authorization: mockCredentials.user.header('user:default/ada') };

function sandboxModule(acme: SigstoreInstance, name = 'acme') {
  return createBackendModule({
    pluginId: 'provenance',
    moduleId: 'sandbox',
    register(reg) {
      reg.registerInit({
        deps: { authorities: authoritiesExtensionPoint },
        async init({ authorities }) {
          authorities.addAuthority({ name, trustedRoot: acme.trustedRoot() });
        },
      });
    },
  });
}

type Decisions = Record<string, PolicyDecision>;

/** Permissions as a policy answers them; whatever is not named is allowed. */
function permissionsOf(decisions: Decisions) {
  const answer = ({ permission }: { permission: { name: string } }) =>
    decisions[permission.name] ?? { result: AuthorizeResult.ALLOW };
  return mockServices.permissions.mock({
    authorizeConditional: async queries => queries.map(answer) as never,
    authorize: async queries => queries.map(answer) as never,
  }).factory;
}

describe('provenancePlugin', () => {
  let registry: Registry;
  let acme: SigstoreInstance;
  let entities: Entity[];
  let provenance: JsonObject;
  let catalog: BackendFeature | undefined;
  let backend: TestBackend | undefined;
  const clock = new ManualClock();

  beforeAll(async () => {
    registry = await startRegistry();
    acme = SigstoreInstance.create({ name: 'acme', clock });
    const repository = registry.repository('acme/payments');
    const { digest } = pushImage(repository, { tag: '1' });
    signImage({
      repository,
      subject: digest,
      sigstore: acme,
      signer: {
        type: 'certificate',
        identity: workflowIdentity({
          repository: 'acme/payments',
          ref: 'refs/tags/v1',
        }),
      },
    });
    clock.advance(5);
    const reference = `${registry.host}/acme/payments:1`;
    entities = [
      component(
        'payments',
        `- { reference: "${reference}", environment: prod }\n- { reference: "${reference}", environment: dev }`,
      ),
      component('cards', `- { reference: "${reference}", environment: prod }`),
    ];
    provenance = {
      authorities: [{ name: 'public-good', offline: true }],
      environments: ['dev', 'prod'],
      registries: [
        { host: registry.host, plainHttp: true, privateNetwork: true },
      ],
      acceptance: {
        initial: [
          {
            name: 'acme-release',
            references: [`${registry.host}/acme/**`],
            mode: 'enforce',
            signers: [
              {
                authority: 'acme',
                issuer,
                subject: 'https://github.com/acme/**',
              },
            ],
          },
        ],
      },
    };
  });

  afterAll(() => registry.close());

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
    catalog = undefined;
  });

  async function start(
    decisions: Decisions = {},
    options: {
      auditor?: ReturnType<typeof mockServices.auditor.mock>;
      config?: JsonObject;
    } = {},
  ) {
    backend = await startTestBackend({
      features: [
        provenancePlugin,
        sandboxModule(acme),
        mockServices.rootConfig.factory({
          data: { provenance: options.config ?? provenance },
        }),
        catalog ?? catalogServiceMock.factory({ entities }),
        createServiceFactory({
          service: clockServiceRef,
          deps: {},
          factory: () => clock,
        }),
        permissionsOf(decisions),
        ...(options.auditor ? [options.auditor.factory] : []),
      ],
    });
    return backend.server;
  }

  const get = (path: string) =>
    request(backend!.server).get(`/api/provenance${path}`).set(user);
  const check = (body: object) =>
    request(backend!.server)
      .post('/api/provenance/checks')
      .set(user)
      .send(body);

  async function allTrusted(count: number) {
    return eventually(async () => {
      const { body } = await get('/usages').expect(200);
      expect(body.items).toHaveLength(count);
      for (const item of body.items)
        expect(item).toMatchObject({ verdict: 'trusted', checking: false });
      return body;
    });
  }

  it('goes from an entity to a verdict over HTTP', async () => {
    await start();
    const page = await allTrusted(3);
    expect(page).toMatchObject({ totalItems: 3, pageInfo: {} });
    const { body } = await get(`/usages/${page.items[0].id}`).expect(200);
    expect(body).toMatchObject({
      entityRef: 'component:default/cards',
      decision: 'allow',
      reason: { code: 'accepted' },
      judgement: { verdict: 'trusted', rules: [{ rule: 'acme-release' }] },
      collection: { repository: `${registry.host}/acme/payments` },
    });
    expect(
      body.evidence.map((e: { authority: string }) => e.authority),
    ).toContain('acme');
    await get('/usages/unknown').expect(404);
  });

  it('helps people and services to write rules', async () => {
    await start();
    await allTrusted(3);
    const { body: use } = await get('/acceptance/use').expect(200);
    expect(use.rules).toMatchObject([
      { rule: 'acme-release', usages: 3, met: 3 },
    ]);
    const rule = {
      references: [`${registry.host}/**`],
      signers: [
        { authority: 'acme', issuer, subject: 'https://github.com/**' },
      ],
    };
    const service = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(),
      targetPluginId: 'provenance',
    });
    const { body: preview } = await request(backend!.server)
      .post('/api/provenance/acceptance/preview')
      .set({ authorization: service })
      .send({ rule })
      .expect(200);
    expect(preview).toMatchObject({
      ...{ counts: { matching: 1, others: 0 }, usages: 3 },
      matching: [{ refs: ['refs/tags/v1'], usages: 3 }],
    });
    const { body } = await get('/acceptance/suggestions').expect(200);
    expect(body).toEqual({ suggestions: [], left: [] });
    await backend!.stop();
    const acceptance = { source: 'database', production: ['prod'] };
    await start({}, { config: { ...provenance, acceptance } });
    await eventually(async () => {
      const { body: first } = await get('/acceptance/suggestions').expect(200);
      expect(first).toMatchObject({
        suggestions: [
          {
            ...{ environments: ['dev', 'prod'], usages: 3, basis: 'none' },
            ...{
              isPreselected: false,
              rule: { name: 'acme-payments-release' },
            },
          },
        ],
        left: [],
      });
    });
  });

  it('explains every reason', async () => {
    await start();
    const { body } = await get('/reasons').expect(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({ code: 'signer-not-accepted' }),
    );
  });

  it('says how its authorities stand, to those who may see all evidence', async () => {
    await start();
    const { body } = await get('/status').expect(200);
    expect(body.authorities).toMatchObject([
      { name: 'public-good', source: 'public-good', status: 'loaded' },
      { name: 'acme', source: 'module', status: 'loaded' },
    ]);
    expect(body.authorities[0].nextRefreshAt).toBeUndefined();
    await backend!.stop();
    await start({
      'provenance.evidence.read.all': { result: AuthorizeResult.DENY },
    });
    await get('/status').expect(403);
  });

  it('serves its OpenAPI document', async () => {
    await start();
    const { body } = await get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toContain('/api/provenance/usages');
  });

  it('filters and pages', async () => {
    await start();
    await allTrusted(3);
    const first = await get('/usages?environment=prod&limit=1').expect(200);
    expect(first.body).toMatchObject({
      totalItems: 2,
      items: [{ entityRef: 'component:default/cards' }],
    });
    const { nextCursor } = first.body.pageInfo;
    const second = await get(
      `/usages?environment=prod&limit=1&cursor=${nextCursor}`,
    ).expect(200);
    expect(second.body).toMatchObject({
      totalItems: 2,
      items: [{ entityRef: 'component:default/payments' }],
      pageInfo: {},
    });
    const both = await get(
      '/usages?entityRef=component:default/cards&entityRef=Component:default/payments',
    ).expect(200);
    expect(both.body.totalItems).toBe(3);
    expect(
      (await get('/usages?verdict=untrusted').expect(200)).body.totalItems,
    ).toBe(0);
    await get(`/usages?environment=dev&cursor=${nextCursor}`).expect(400);
    await get(
      `/usages?environment=prod&cursor=${nextCursor.slice(0, -4)}AAAA`,
    ).expect(400);
  });

  it('refuses requests that do not fit its document', async () => {
    await start();
    const post = () =>
      request(backend!.server).post('/api/provenance/checks').set(user);
    const requests = {
      'a cursor of nothing': get('/usages?cursor=%00'),
      'no items a page': get('/usages?limit=0'),
      'too many items a page': get('/usages?limit=501'),
      'a limit in words': get('/usages?limit=many'),
      'an unknown verdict': get('/usages?verdict=fine'),
      'an unknown dimension': get('/usages?colour=red'),
      'an unknown reason': get('/usages?reason=because'),
      'an unknown finding': get('/usages?finding=lost'),
      'an unknown freshness': get('/usages?freshness=new'),
      'an unknown order': get('/usages?sort=colour'),
      'two orders': get('/usages?sort=since&sort=entity'),
      'an order that is a statement': get('/usages?order=desc;drop'),
      'a long text': get(`/usages?reference=${'x'.repeat(10_000)}`),
      'a long cursor': get(`/usages?cursor=${'x'.repeat(10_000)}`),
      'a NUL in a text': get('/usages?reference=a%00'),
      'an unknown state': get('/findings?state=closed'),
      'a day for an instant': get('/findings?since=2026-11-20'),
      'a long entity': get(`/findings?entityRef=${'x'.repeat(10_000)}`),
      'a digest by another name': get('/digests/md5:0'),
      'a long digest': get(`/digests/sha256:${'0'.repeat(10_000)}`),
      'a filter of a history': get('/usages/x/history?environment=prod'),
      'a question about rules': get('/acceptance?version=1'),
      'a long filter': get(`/usages?environment=${'x'.repeat(10_000)}`),
      'many filters': get(`/usages?${'environment=x&'.repeat(200)}limit=1`),
      'a NUL in a filter': get('/usages?environment=a%00'),
      'a NUL in an id': get('/usages/a%00'),
      'a NUL in a check': check({ entityRef: 'a\0' }),
      'an empty check': check({}),
      'a check of a number': check({ entityRef: 7 }),
      'a check of nothing': check({ entityRef: '' }),
      'a check of both': check({ usageId: 'x', entityRef: 'y' }),
      'a check of a long id': check({ usageId: 'x'.repeat(65) }),
      'a large body': check({ entityRef: 'x'.repeat(20_000) }),
      'a body that is text': post().set('content-type', 'text/plain').send('x'),
      'a body that is cut off': post()
        .set('content-type', 'application/json')
        .send('{'),
    };
    for (const [name, sent] of Object.entries(requests)) {
      const { status, body } = await sent;
      expect([name, status, body.error?.name]).toEqual([
        name,
        400,
        'InputError',
      ]);
    }
  });

  it('answers nobody without credentials', async () => {
    await start();
    const { status } = await request(backend!.server)
      .get('/api/provenance/usages')
      .set('authorization', mockCredentials.none.header());
    expect(status).toBe(401);
  });

  it('looks again when asked, and tells the auditor', async () => {
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    await start({}, { auditor });
    await allTrusted(3);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'generation-change',
        meta: expect.objectContaining({ number: 1, occasion: 'start' }),
      }),
    );
    event.success.mockClear();
    clock.advance(1);
    const asked = registry.requests.list().length;
    const { body } = await check({
      entityRef: 'component:default/payments',
    }).expect(202);
    expect(body.usageIds).toHaveLength(2);
    await eventually(async () =>
      expect(registry.requests.list().length).toBeGreaterThan(asked),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'check-create',
        severityLevel: 'medium',
        meta: { entityRef: 'component:default/payments' },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);
    await check({ usageId: 'unknown' }).expect(404);
    expect(event.fail).toHaveBeenCalledTimes(1);
  });

  it('needs the permission for a check', async () => {
    await start({
      'provenance.check.create': { result: AuthorizeResult.DENY },
    });
    await allTrusted(3);
    const { status } = await check({ entityRef: 'component:default/payments' });
    expect(status).toBe(403);
  });

  it.each([['catalog.entity.read'], ['provenance.usage.read']])(
    'S11.2 shows nothing to whom %s is denied, and never says why',
    async name => {
      const decisions: Decisions = {};
      await start(decisions);
      const [{ id }] = (await allTrusted(3)).items;
      decisions[name] = { result: AuthorizeResult.DENY };
      expect((await get('/usages').expect(200)).body).toEqual({
        items: [],
        totalItems: 0,
        pageInfo: {},
      });
      await get(`/usages/${id}`).expect(404);
      await check({ usageId: id }).expect(404);
    },
  );

  it('S11.2 counts only what a conditional decision shows', async () => {
    await start({
      'provenance.usage.read': createProvenanceUsageConditionalDecision(
        usageReadPermission,
        {
          allOf: [
            provenanceUsageConditions.hasEnvironment({
              environments: ['prod'],
            }),
            {
              not: provenanceUsageConditions.isEntity({
                entityRefs: ['Component:default/Cards'],
              }),
            },
          ],
        },
      ),
    });
    const { items, totalItems } = await allTrusted(1);
    expect(totalItems).toBe(1);
    expect(items).toMatchObject([
      { entityRef: 'component:default/payments', environment: 'prod' },
    ]);
  });

  it('S11.2 asks the catalog as the viewer where its decision is conditional', async () => {
    catalog = catalogServiceMock.mock({
      async *streamEntities(
        _request,
        { credentials }: CatalogServiceRequestOptions,
      ) {
        const { type } = credentials.principal as { type: string };
        yield type === 'user' ? entities.slice(1) : entities;
      },
    }).factory;
    await start({
      'catalog.entity.read': {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'catalog',
        resourceType: 'catalog-entity',
        conditions: {
          rule: 'IS_ENTITY_OWNER',
          resourceType: 'catalog-entity',
          params: {},
        },
      },
    });
    const { items, totalItems } = await allTrusted(1);
    expect(totalItems).toBe(1);
    expect(items[0].entityRef).toBe('component:default/cards');
    const hidden = await check({ entityRef: 'component:default/payments' });
    expect(hidden.status).toBe(404);
  });

  it('refuses to start with a rule that names nobody', async () => {
    const config = JSON.parse(
      JSON.stringify(provenance).replace('"acme","issuer"', '"acne","issuer"'),
    );
    await expect(start({}, { config })).rejects.toThrow(
      /no authority "acne"; did you mean "acme"\?/,
    );
  });

  it('refuses to start with a key that it does not know', async () => {
    await expect(start({}, { config: { registrys: [] } })).rejects.toThrow(
      /provenance\.registrys: unknown key; did you mean "registries"\?/,
    );
  });
});
