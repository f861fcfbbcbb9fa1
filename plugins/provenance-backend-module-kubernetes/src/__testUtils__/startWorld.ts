import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import provenancePlugin from '@countersign/backstage-plugin-provenance-backend';
import {
  authoritiesExtensionPoint,
  clockServiceRef,
  type Clock,
} from '@countersign/backstage-plugin-provenance-node';
import type { SigstoreInstance } from '@countersign/sandbox';
import { setTimeout } from 'node:timers/promises';
import kubernetesModule from '..';
// What its documentation shows is no part of the package.
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
import { inventoryModule } from '../../../provenance-node/src/examples/inventoryModule';

/** A usage as the API answers it, as far as the tests read it. */
export interface UsageItem {
  entityRef: string;
  kind: string;
  isKindAssumed?: boolean;
  environment?: string;
  cloud?: string;
  location?: string;
  digest?: string;
  verdict: string;
  decision: string;
  reason: { code: string };
  checking: boolean;
  claims: { locator: string; outranked?: string }[];
}

/**
 * The real provenance plugin with this module, the example of a locator and all that it finds by itself.
 *
 * @param options - `kubernetes`: address of the Kubernetes backend; `inventory`: what the file of the example says
 */
export async function startWorld(options: {
  config: JsonObject;
  entities: Entity[];
  clock: Clock;
  acme: SigstoreInstance;
  kubernetes: string;
  inventory: object[];
}) {
  const { acme, kubernetes } = options;
  const readUrl = async () => ({
    buffer: async () => Buffer.from(JSON.stringify(options.inventory)),
  });
  const backend = await startTestBackend({
    features: [
      ...[provenancePlugin, kubernetesModule, inventoryModule],
      authorityModule(acme),
      mockServices.rootConfig.factory({ data: options.config }),
      catalogServiceMock.factory({ entities: options.entities }),
      createServiceFactory({
        service: clockServiceRef,
        deps: {},
        factory: () => options.clock,
      }),
      createServiceFactory({
        service: coreServices.discovery,
        deps: {},
        factory: () => ({
          getBaseUrl: async () => kubernetes,
          getExternalBaseUrl: async () => kubernetes,
        }),
      }),
      mockServices.urlReader.mock({ readUrl: readUrl as never }).factory,
      mockServices.permissions.factory(),
    ],
  });
  const ask = async (path: string, body?: object) => {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/provenance${path}`,
      {
        headers: {
          authorization: mockCredentials.user.header('user:default/ada'),
          'content-type': 'application/json',
        },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      },
    );
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  return {
    report: (items: object[]) => ask('/deployments', { items }),
    check: (entityRef: string) => ask('/checks', { entityRef }),
    usages: async (): Promise<UsageItem[]> =>
      (await ask('/usages?limit=500')).items,
    stop: () => backend.stop(),
  };
}

function authorityModule(acme: SigstoreInstance) {
  return createBackendModule({
    pluginId: 'provenance',
    moduleId: 'authority',
    register(env) {
      env.registerInit({
        deps: { authorities: authoritiesExtensionPoint },
        async init({ authorities }) {
          const trustedRoot = acme.trustedRoot();
          authorities.addAuthority({ name: 'acme', trustedRoot });
        },
      });
    },
  });
}

/** Tries until it passes: the plugin works in its own time. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + 40_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await setTimeout(100);
    }
  }
}
