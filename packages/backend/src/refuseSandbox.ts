import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';

/**
 * Keeps a production backend from starting with the configuration of the sandbox: its rules would accept identities
 * that anybody can make (S12.4). Backstage merges configuration files, so that one file too many is all it takes.
 */
export const refuseSandbox = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    if (process.env.NODE_ENV !== 'production' || !config.has('sandbox')) return;
    throw new Error(
      'The configuration has a "sandbox" section, which does not start with NODE_ENV=production: leave out app-config.sandbox.yaml.',
    );
  },
});
