import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { sandboxAuthModule } from './authModule';
import { sandboxCatalogModule } from './catalogModule';
import { sandboxClockServiceFactory } from './clockServiceFactory';
import { sandboxPermissionModule } from './permissionModule';
import { sandboxProvenanceModule } from './provenanceModule';
import { refuseProduction } from './refuseProduction';

/**
 * Everything of the sandbox: one `backend.add(import('@countersign/sandbox'))` brings it.
 *
 * @throws ProductionModeError with `NODE_ENV=production` (S12.4)
 * @public
 */
export const sandboxFeatures = createBackendFeatureLoader({
  *loader() {
    refuseProduction();
    yield sandboxClockServiceFactory;
    yield sandboxCatalogModule;
    yield sandboxProvenanceModule;
    yield sandboxAuthModule;
    yield sandboxPermissionModule;
  },
});
