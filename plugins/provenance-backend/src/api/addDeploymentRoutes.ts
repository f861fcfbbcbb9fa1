import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { DeploymentResponse } from '@countersign/backstage-plugin-provenance-common';
import type { Response, Router } from 'express';
import { audited } from './audited';
import type { AuthorizedDeploymentService } from './AuthorizedDeploymentService';
import { RateLimit } from './RateLimit';

export interface DeploymentRoutesOptions {
  deployments: Pick<AuthorizedDeploymentService, 'report'>;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  clock: { now(): Date };
}

/** Requests of one caller within a minute: a pipeline of a thousand services sends them in one. */
const perMinute = 600;

/** When to send again what could not be taken. */
const retrySeconds = 10;

/** Auditors are told whose entities these are, and of a large batch the first ones. */
const mostTold = 100;

/** The request by which pipelines and platforms tell what they deployed. */
export function addDeploymentRoutes(
  router: Router,
  { deployments, httpAuth, auditor, clock }: DeploymentRoutesOptions,
) {
  const limit = new RateLimit({ clock, perMinute });

  router.post('/deployments', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const wait = limit.take(nameOf(caller));
    if (wait !== undefined) throw tooMany(response, wait);
    const items = itemsOf(request.body);
    const event = {
      eventId: 'deployment-report',
      meta: { reports: items.length },
      told: countsOf,
    };
    try {
      const result = await audited(auditor, request, event, () =>
        deployments.report(items, caller),
      );
      const isRefused = result.items.some(one => one.status === 'refused');
      response.status(isRefused ? 207 : 200).json(result);
    } catch (error) {
      if (error instanceof ServiceUnavailableError)
        response.set('retry-after', String(retrySeconds));
      throw error;
    }
  });
}

/** One report by itself is a batch of one. */
function itemsOf({ items, ...others }: { items?: unknown[] }): unknown[] {
  if (items === undefined) return [others];
  if (Object.keys(others).length === 0) return items;
  throw new InputError('a batch has nothing but items');
}

function nameOf({ principal }: BackstageCredentials): string {
  const { userEntityRef, subject } = principal as {
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? '';
}

function tooMany(response: Response, wait: number): Error {
  response.set('retry-after', String(wait));
  return Object.assign(
    new Error(`more than ${perMinute} requests within a minute`),
    { name: 'TooManyRequestsError', status: 429 },
  );
}

/** What became of the reports, in numbers, and about which entities something was taken. */
function countsOf({ items }: DeploymentResponse) {
  const counts: Record<string, number> = {};
  const entities = new Set<string>();
  for (const one of items) {
    counts[one.status] = (counts[one.status] ?? 0) + 1;
    if (one.status === 'accepted') entities.add(one.entityRef);
  }
  return { ...counts, entities: [...entities].slice(0, mostTold) };
}
