import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { DiscoveryQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Router } from 'express';
import type { AuthorizedDiscoveryService } from './AuthorizedDiscoveryService';

export interface DiscoveryRoutesOptions {
  discovery: Pick<AuthorizedDiscoveryService, 'list' | 'setup'>;
  httpAuth: HttpAuthService;
}

/** The requests about what is found, and what is not. */
export function addDiscoveryRoutes(
  router: Router,
  { discovery, httpAuth }: DiscoveryRoutesOptions,
) {
  router.get('/discovery', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const query = request.query as DiscoveryQuery;
    response.json(await discovery.list(query, caller));
  });

  router.get('/setup', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    response.json(await discovery.setup(caller));
  });
}
