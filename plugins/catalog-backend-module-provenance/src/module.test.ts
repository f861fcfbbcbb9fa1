import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type BackendFeature,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  type EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports -- what one refuses, the other tells
import provenancePlugin from '@countersign/backstage-plugin-provenance-backend';
import catalogModuleProvenance from '.';

jest.setTimeout(60_000);

const good = '- reference: registry.example.com/acme/good:1.0.0\n';
/** The second item, in line 2, names nothing. */
const bad = `${good}- environment: prod\n`;
const why = 'line 2: "reference" is missing';

const component = (name: string, artifacts: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: {
      [ANNOTATION_LOCATION]: 'test:here',
      [ANNOTATION_ORIGIN_LOCATION]: 'test:here',
      [ARTIFACTS_ANNOTATION]: artifacts,
    },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'acme' },
});

class Portal {
  constructor(
    private readonly backend: TestBackend,
    private readonly scheduler: SchedulerService,
    private readonly connection: () => EntityProviderConnection,
  ) {}

  async write(...entities: Entity[]) {
    await this.connection().applyMutation({
      type: 'full',
      entities: entities.map(entity => ({ entity, locationKey: 'files' })),
    });
  }

  async request(path: string, body?: object) {
    const { port } = this.backend.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: mockCredentials.user.header(),
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  async entity(name: string) {
    const { status, body } = await this.request(
      `/catalog/entities/by-name/component/default/${name}`,
    );
    return status === 200 ? body : undefined;
  }

  /** What is known after another pass of discovery. */
  async usages(name: string) {
    await this.scheduler.triggerTask('provenance-discovery');
    const { body } = await this.request(
      `/provenance/usages?entityRef=component:default/${name}`,
    );
    return body.items ?? [];
  }

  stop() {
    return this.backend.stop();
  }
}

/** A real catalog with our backend beside it, and whatever else there is. */
async function startPortal(...features: BackendFeature[]) {
  let connection: EntityProviderConnection | undefined;
  const files = createBackendModule({
    pluginId: 'catalog',
    moduleId: 'files',
    register(env) {
      env.registerInit({
        deps: { processing: catalogProcessingExtensionPoint },
        async init({ processing }) {
          processing.addEntityProvider({
            getProviderName: () => 'files',
            connect: async value => {
              connection = value;
            },
          });
        },
      });
    },
  });
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      ...[catalogPlugin, provenancePlugin, files, ...features],
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
    ],
  });
  return new Portal(backend, scheduler, () => connection!);
}

/** The catalog comes round by itself. */
async function until<T>(look: () => Promise<T | undefined | false>) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(100);
  }
}

const annotationOf = (entity: Entity) =>
  entity.metadata.annotations?.[ARTIFACTS_ANNOTATION];

describe('an entity with an annotation that cannot be read', () => {
  it('without the module is in the catalog, and the mistake is a reason on one usage', async () => {
    const portal = await startPortal();
    try {
      await portal.write(component('shop', bad));
      const usages = await until(async () => {
        const found = await portal.usages('shop');
        return found.length === 2 && found;
      });
      expect(annotationOf(await portal.entity('shop'))).toBe(bad);
      const wrong = usages.filter(
        (usage: any) => usage.reason.code === 'annotation-invalid',
      );
      expect(wrong).toMatchObject([{ verdict: 'inconclusive' }]);
      const { body } = await portal.request(
        `/provenance/usages/${wrong[0].id}`,
      );
      expect(JSON.stringify(body)).toContain(
        'Line 2: \\"reference\\" is missing.',
      );
    } finally {
      await portal.stop();
    }
  });

  it('with the module is refused where it is new, and frozen where it is known: never fresh, with the line', async () => {
    const portal = await startPortal(catalogModuleProvenance);
    try {
      await portal.write(component('shop', good));
      await until(() => portal.entity('shop'));
      await until(async () => (await portal.usages('shop')).length === 1);

      await portal.write(component('shop', bad), component('desk', bad));
      const frozen = await until(async () => {
        const entity = await portal.entity('shop');
        return entity.status?.items?.length > 0 && entity;
      });
      expect(annotationOf(frozen)).toBe(good);
      expect(frozen.status.items).toMatchObject([
        { level: 'error', type: 'backstage.io/catalog-processing' },
      ]);
      expect(JSON.stringify(frozen.status)).toContain(
        JSON.stringify(why).slice(1, -1),
      );

      const refused = await portal.request('/catalog/validate-entity', {
        entity: component('desk', bad),
        location: 'url:https://example.com/catalog-info.yaml',
      });
      expect(refused.status).toBe(400);
      expect(JSON.stringify(refused.body)).toContain(
        JSON.stringify(why).slice(1, -1),
      );
      expect(await portal.entity('desk')).toBeUndefined();

      const stale = await until(async () => {
        const [usage] = await portal.usages('shop');
        return usage.entityProblem && usage;
      });
      expect(stale.reference).toContain('acme/good:1.0.0');
      expect(stale.entityProblem).toContain(why);
      expect(stale.freshness.status).not.toBe('fresh');

      await portal.write(component('shop', good), component('desk', good));
      await until(() => portal.entity('desk'));
      await until(
        async () => !(await portal.entity('shop')).status?.items?.length,
      );
    } finally {
      await portal.stop();
    }
  });
});
