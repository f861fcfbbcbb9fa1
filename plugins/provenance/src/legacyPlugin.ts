import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { ProvenanceClient } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from './api';
import {
  acceptanceRouteRef,
  entityProvenanceRouteRef,
  rootRouteRef,
} from './routes';

/**
 * The plugin for apps on the old frontend system.
 *
 * @public
 */
export const provenancePlugin = createPlugin({
  id: 'provenance',
  apis: [
    createApiFactory({
      api: provenanceApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new ProvenanceClient(apis),
    }),
  ],
  routes: {
    root: rootRouteRef,
    acceptance: acceptanceRouteRef,
    entityContent: entityProvenanceRouteRef,
  },
});

/**
 * The Provenance page: what the portal knows and lacks, and who may sign what.
 *
 * @public
 */
export const ProvenancePage = provenancePlugin.provide(
  createRoutableExtension({
    name: 'ProvenancePage',
    component: () =>
      import('./components/page').then(
        m => m.ProvenancePage as () => JSX.Element,
      ),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The Provenance tab: content of an `EntityLayout.Route`.
 *
 * @public
 */
export const EntityProvenanceContent = provenancePlugin.provide(
  createRoutableExtension({
    name: 'EntityProvenanceContent',
    component: () =>
      import('./components/tab').then(
        m => m.EntityProvenanceContent as () => JSX.Element,
      ),
    mountPoint: entityProvenanceRouteRef,
  }),
);

/**
 * The Signature status card: for the overview of an entity page.
 *
 * @public
 */
export const EntitySignatureStatusCard = provenancePlugin.provide(
  createComponentExtension({
    name: 'EntitySignatureStatusCard',
    component: {
      lazy: () =>
        import('./components/card').then(
          m => m.EntitySignatureStatusCard as () => JSX.Element,
        ),
    },
  }),
);
