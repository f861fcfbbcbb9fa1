import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type {
  ErasureRequest,
  IntegrityQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Router } from 'express';
import { audited } from './audited';
import type { AuthorizedLogService } from './AuthorizedLogService';

export interface LogRoutesOptions {
  log: Pick<AuthorizedLogService, 'integrity' | 'erase'>;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}

/** The requests about the sealed log. */
export function addLogRoutes(router: Router, options: LogRoutesOptions) {
  const { log, httpAuth, auditor } = options;

  router.get('/integrity', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const query = request.query as IntegrityQuery;
    // A check that nobody waits for any more would keep out whoever asks next.
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.json(await log.integrity(query, caller, gone.signal));
  });

  router.post('/erasures', async (request, response) => {
    const caller = await httpAuth.credentials(request, { allow: ['user'] });
    const body: ErasureRequest = request.body;
    // The auditor hears that somebody erased, and not whom: its records are not erased with it.
    const event = { eventId: 'identity-erase', meta: {} };
    const result = await audited(auditor, request, event, () =>
      log.erase(body, caller),
    );
    response.json(result);
  });
}
