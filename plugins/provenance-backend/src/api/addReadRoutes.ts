import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type {
  FindingQuery,
  PageQuery,
  SignerQuery,
  UsageQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Digest } from '@countersign/domain';
import type { Request, Router } from 'express';
import type { AuthorizedAcceptanceService } from './AuthorizedAcceptanceService';
import type { DigestService } from './DigestService';
import type { FindingService } from './FindingService';
import type { SignerService } from './SignerService';
import type { UsageService } from './UsageService';

export interface ReadRoutesOptions {
  usages: UsageService<BackstageCredentials>;
  findings: FindingService<BackstageCredentials>;
  digests: DigestService<BackstageCredentials>;
  signers: SignerService<BackstageCredentials>;
  acceptance: Pick<AuthorizedAcceptanceService, 'inForce'>;
  httpAuth: HttpAuthService;
}

type Parameters = Record<string, string>;

/** Everything that is read and goes by what the caller may see. */
export function addReadRoutes(router: Router, options: ReadRoutesOptions) {
  const { usages, findings, digests, signers, acceptance, httpAuth } = options;
  /** Asks for the caller, calls, answers. */
  const get = (
    path: string,
    answer: (
      caller: BackstageCredentials,
      parameters: Parameters,
      query: Request['query'],
    ) => Promise<object>,
  ) =>
    router.get(path, async (request, response) => {
      const caller = await httpAuth.credentials(request);
      const { params, query } = request;
      response.json(await answer(caller, params as Parameters, query));
    });

  get('/usages', (caller, _, query) =>
    usages.list(query as UsageQuery, caller),
  );
  get('/usages/:id', (caller, { id }) => usages.get(id, caller));
  get('/usages/:id/history', (caller, { id }, query) =>
    usages.history(id, query as PageQuery, caller),
  );
  get('/findings', (caller, _, query) =>
    findings.list(query as FindingQuery, caller),
  );
  get('/digests/:digest', (caller, { digest }) =>
    digests.get(digest as Digest, caller),
  );
  get('/signers', (caller, _, query) =>
    signers.list(query as SignerQuery, caller),
  );
  get('/acceptance', caller => acceptance.inForce(caller));
}
