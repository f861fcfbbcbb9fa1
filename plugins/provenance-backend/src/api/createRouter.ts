import { createValidatedOpenApiRouterFromGeneratedEndpointMap } from '@backstage/backend-openapi-utils';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CheckRequest } from '@countersign/backstage-plugin-provenance-common';
import { allExplanations } from '@countersign/domain';
import express, { type RequestHandler, type Router } from 'express';
import { openApiDocument } from './openapi/document';
import {
  addAcceptanceRoutes,
  type AcceptanceRoutesOptions,
} from './addAcceptanceRoutes';
import {
  addDeploymentRoutes,
  type DeploymentRoutesOptions,
} from './addDeploymentRoutes';
import {
  addDiscoveryRoutes,
  type DiscoveryRoutesOptions,
} from './addDiscoveryRoutes';
import { addLogRoutes, type LogRoutesOptions } from './addLogRoutes';
import {
  addProposalRoutes,
  type ProposalRoutesOptions,
} from './addProposalRoutes';
import { addReadRoutes, type ReadRoutesOptions } from './addReadRoutes';
import { audited } from './audited';
import type { AuthorizedStatusService } from './AuthorizedStatusService';
import type { AuthorizedUsageService } from './AuthorizedUsageService';
import { concealInternals } from './concealInternals';
import { tellWhenToRetry } from './TooManyChecksError';
import type { UsageService } from './UsageService';

export interface RouterOptions
  extends ReadRoutesOptions,
    LogRoutesOptions,
    DiscoveryRoutesOptions,
    ProposalRoutesOptions,
    AcceptanceRoutesOptions,
    DeploymentRoutesOptions {
  usages: Pick<AuthorizedUsageService, keyof UsageService<unknown>>;
  status: Pick<AuthorizedStatusService, 'status'>;
  auditor: AuditorService;
  logger: LoggerService;
  /** Holds answers against the document too; for tests, as it costs time on every answer. */
  validateResponses?: boolean;
}

const batches = express.json({ limit: '1mb' });
const others = express.json({ limit: '16kb' });

/** Nothing but a batch of reports, a rule and a whole acceptance list has a reason to be long. */
const mayBeLong =
  /^\/(?:deployments|acceptance\/(?:preview|replays)|proposals(?:\/[^/]+\/(?:edit|rebase|acknowledgements))?)$/;

const readBody: RequestHandler = (request, response, next) =>
  (mayBeLong.test(request.path) ? batches : others)(request, response, next);

/** Parses, calls, answers. Requests that do not fit the OpenAPI document never get here. */
export function createRouter(options: RouterOptions): Router {
  const { usages, status, httpAuth, auditor, logger } = options;
  const { validateResponses = false } = options;
  const router: Router = createValidatedOpenApiRouterFromGeneratedEndpointMap(
    openApiDocument as never,
    {
      middleware: [readBody],
      validatorOptions: { validateResponses },
    },
  ) as never;

  addReadRoutes(router, options);
  addDiscoveryRoutes(router, options);
  addLogRoutes(router, options);
  addAcceptanceRoutes(router, options);
  addProposalRoutes(router, options);
  addDeploymentRoutes(router, options);

  router.get('/reasons', async (_request, response) => {
    response.json({ items: allExplanations() });
  });

  router.get('/status', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    response.json(await status.status(credentials));
  });

  router.post('/checks', async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    const body: CheckRequest = request.body;
    const event = { eventId: 'check-create', meta: { ...body } };
    const result = await audited(auditor, request, event, () =>
      usages.requestCheck(body, credentials),
    );
    response.status(202).json(result);
  });

  router.use(tellWhenToRetry());
  router.use(concealInternals(logger));
  return router;
}
