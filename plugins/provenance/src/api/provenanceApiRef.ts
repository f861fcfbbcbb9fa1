import { createApiRef } from '@backstage/core-plugin-api';
import type { ProvenanceApi } from '@countersign/backstage-plugin-provenance-common';

/**
 * How the pages of this plugin reach the provenance backend, in both frontend systems.
 *
 * @public
 */
export const provenanceApiRef = createApiRef<ProvenanceApi>({
  id: 'plugin.provenance.service',
});
