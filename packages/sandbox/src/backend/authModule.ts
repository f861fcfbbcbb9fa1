import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { readPeople } from './people';
import { personAuthenticator } from './personAuthenticator';
import { refuseProduction } from './refuseProduction';

/**
 * Signs in the people of the sandbox, as provider `sandbox`: no password, only on loopback.
 *
 * @public
 */
export const sandboxAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sandbox-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        refuseProduction();
        providers.registerProvider({
          providerId: 'sandbox',
          factory: createProxyAuthProviderFactory({
            authenticator: personAuthenticator(readPeople(config)),
            signInResolver: ({ result }, context) =>
              context.signInWithCatalogUser({
                entityRef: result.userEntityRef,
              }),
          }),
        });
      },
    });
  },
});
