import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';

/**
 * The clusters of the company, and what runs in them. Only where `kubernetes` is configured: the Kubernetes backend loads
 * the clients of three clouds, and a portal without clusters needs none of them.
 */
export const kubernetes = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    if (!config.has('kubernetes')) return;
    yield import('@backstage/plugin-kubernetes-backend');
    yield import(
      '@countersign/backstage-plugin-provenance-backend-module-kubernetes'
    );
  },
});
