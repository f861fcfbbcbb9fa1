import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/**
 * The Provenance page. Serves both frontend systems.
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'provenance' });

/**
 * The tab of that page that says who may sign what. Serves both frontend systems.
 *
 * @public
 */
export const acceptanceRouteRef = createSubRouteRef({
  id: 'provenance:acceptance',
  parent: rootRouteRef,
  path: '/acceptance',
});

/**
 * The Provenance tab of an entity page. Serves both frontend systems.
 *
 * @public
 */
export const entityProvenanceRouteRef = createRouteRef({
  id: 'provenance:entity-content',
});
