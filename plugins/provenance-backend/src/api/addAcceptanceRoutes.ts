import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { RulePreviewRequest } from '@countersign/backstage-plugin-provenance-common';
import type { Router } from 'express';
import type { AuthorizedAcceptanceAidService } from './AuthorizedAcceptanceAidService';

export interface AcceptanceRoutesOptions {
  acceptanceAids: Pick<
    AuthorizedAcceptanceAidService,
    keyof AuthorizedAcceptanceAidService
  >;
  httpAuth: HttpAuthService;
}

/** What helps somebody to write rules. Nothing of it changes anything, so that services may ask as well. */
export function addAcceptanceRoutes(
  router: Router,
  { acceptanceAids, httpAuth }: AcceptanceRoutesOptions,
) {
  router.post('/acceptance/preview', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const body: RulePreviewRequest = request.body;
    response.json(await acceptanceAids.preview(body, caller));
  });

  router.get('/acceptance/use', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    response.json(await acceptanceAids.use(caller));
  });

  router.get('/acceptance/suggestions', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    response.json(await acceptanceAids.suggest(caller));
  });
}
