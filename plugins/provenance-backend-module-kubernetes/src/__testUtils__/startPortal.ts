import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type AuthService,
  type DiscoveryService,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  locatorsExtensionPoint,
  type ArtifactLocator,
} from '@countersign/backstage-plugin-provenance-node';
import type { JsonObject } from '@backstage/types';
import kubernetesModule from '..';

export interface Portal {
  locators: ArtifactLocator[];
  /** What the provenance plugin has. */
  services: { auth: AuthService; discovery: DiscoveryService };
  stop(): Promise<void>;
}

/**
 * This module on a provenance plugin as far as the module sees it.
 *
 * @param options - `kubernetes`: address of the Kubernetes backend
 */
export async function startPortal(options: {
  config: JsonObject;
  kubernetes?: string;
  logger?: LoggerService;
}): Promise<Portal> {
  const locators: ArtifactLocator[] = [];
  const nowhere = 'http://127.0.0.1:1';
  const discovery: DiscoveryService = {
    getBaseUrl: async () => options.kubernetes ?? nowhere,
    getExternalBaseUrl: async () => nowhere,
  };
  const provenance = createBackendPlugin({
    pluginId: 'provenance',
    register(env) {
      env.registerExtensionPoint(locatorsExtensionPoint, {
        addLocator: locator => locators.push(locator),
      });
      env.registerInit({ deps: {}, init: async () => undefined });
    },
  });
  const logger = options.logger ?? mockServices.logger.mock();
  const backend = await startTestBackend({
    features: [
      provenance,
      kubernetesModule,
      mockServices.rootConfig.factory({ data: options.config }),
      createServiceFactory({
        service: coreServices.discovery,
        deps: {},
        factory: () => discovery,
      }),
      createServiceFactory({
        service: coreServices.logger,
        deps: {},
        factory: () => logger,
      }),
    ],
  });
  return {
    locators,
    services: {
      auth: mockServices.auth({ pluginId: 'provenance' }),
      discovery,
    },
    stop: () => backend.stop(),
  };
}

export function kubernetesConfig(
  clusters: JsonObject[],
  method = 'singleTenant',
): JsonObject {
  return {
    kubernetes: {
      serviceLocatorMethod: { type: method },
      clusterLocatorMethods: [{ type: 'config', clusters }],
    },
  };
}

/** An entity with annotations of `backstage.io/kubernetes-`. */
export function entityWith(
  name: string,
  annotations: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `backstage.io/kubernetes-${key}`,
          value,
        ]),
      ),
    },
  };
}
