import { createBackendModule } from '@backstage/backend-plugin-api';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { artifactsLayer } from './artifactsLayer';
import { ArtifactsProcessor } from './ArtifactsProcessor';

/**
 * Makes `countersign.dev/artifacts` part of the catalog's model, and holds entities to it: one that is new is refused, one
 * that is known is frozen at its last valid version. Without this module a mistake is a reason on a usage and nothing more.
 *
 * @public
 */
export const catalogModuleProvenance = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'provenance',
  register(env) {
    env.registerInit({
      deps: {
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ model, processing }) {
        model.addModelSource(CatalogModelSources.static([artifactsLayer]));
        processing.addProcessor(new ArtifactsProcessor());
      },
    });
  },
});
