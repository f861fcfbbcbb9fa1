import { createRouteRef } from '@backstage/core-plugin-api';

/**
 * The Provenance page. Serves both frontend systems.
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'provenance' });

/**
 * The Provenance tab of an entity page. Serves both frontend systems.
 *
 * @public
 */
export const entityProvenanceRouteRef = createRouteRef({
  id: 'provenance:entity-content',
});
