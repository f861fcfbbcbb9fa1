import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { SandboxEntityProvider } from './SandboxEntityProvider';
import { sandboxServiceRef } from './sandboxService';

/**
 * Puts Acme Pay into the catalog.
 *
 * @public
 */
export const sandboxCatalogModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'sandbox',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        sandbox: sandboxServiceRef,
      },
      async init({ catalog, sandbox }) {
        catalog.addEntityProvider(
          new SandboxEntityProvider(sandbox.world.entities),
        );
      },
    });
  },
});
