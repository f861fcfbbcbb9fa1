import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { refuseProduction } from './refuseProduction';
import { SandboxPermissionPolicy } from './SandboxPermissionPolicy';

/**
 * Gives each person of the sandbox a role.
 *
 * @public
 */
export const sandboxPermissionModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'sandbox-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint, userInfo: coreServices.userInfo },
      async init({ policy, userInfo }) {
        refuseProduction();
        policy.setPolicy(new SandboxPermissionPolicy(userInfo));
      },
    });
  },
});
