import {
  coreServices,
  createBackendModule,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { locatorsExtensionPoint } from '@countersign/backstage-plugin-provenance-node';
import { KubernetesBackend } from './clusters';
import { KubernetesLocator } from './KubernetesLocator';
import { Places, readPlaces } from './places';

/**
 * Tells the provenance backend what runs in the clusters of the portal, by the annotations of its Kubernetes tab. Where
 * nothing is configured under `kubernetes` it does nothing.
 *
 * @public
 */
export const kubernetesModule = createBackendModule({
  pluginId: 'provenance',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        locators: locatorsExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ auth, config, discovery, locators, logger }) {
        const places = placesIn(config);
        if (!config.has('kubernetes')) {
          if (places.clusters.length > 0)
            logger.warn(
              'provenance.kubernetes places clusters, but nothing is configured under kubernetes: no cluster is asked',
            );
          return;
        }
        locators.addLocator(
          new KubernetesLocator({
            backend: new KubernetesBackend({ auth, discovery }),
            method: config.getOptionalString(
              'kubernetes.serviceLocatorMethod.type',
            ),
            ...{ places, logger },
          }),
        );
      },
    });
  },
});

function placesIn(config: RootConfigService): Places {
  return new Places(
    readPlaces(
      config.getOptional('provenance.kubernetes') ?? {},
      'provenance.kubernetes',
      config.getOptionalStringArray('provenance.environments'),
    ),
  );
}
