import { createBackendModule } from '@backstage/backend-plugin-api';
import { authoritiesExtensionPoint } from '@countersign/backstage-plugin-provenance-node';
import { sandboxServiceRef } from './sandboxService';

/**
 * Hands the authorities that were minted at start to the provenance backend.
 *
 * @public
 */
export const sandboxProvenanceModule = createBackendModule({
  pluginId: 'provenance',
  moduleId: 'sandbox',
  register(reg) {
    reg.registerInit({
      deps: {
        authorities: authoritiesExtensionPoint,
        sandbox: sandboxServiceRef,
      },
      async init({ authorities, sandbox }) {
        for (const authority of sandbox.world.authorities)
          authorities.addAuthority(authority);
      },
    });
  },
});
