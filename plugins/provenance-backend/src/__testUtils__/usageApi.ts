import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import express from 'express';
import request from 'supertest';
import { AuthorizedFindingService } from '../api/AuthorizedFindingService';
import { AuthorizedUsageService } from '../api/AuthorizedUsageService';
import { createRouter, type RouterOptions } from '../api/createRouter';
import { StoredFindingService } from '../api/StoredFindingService';
import { StoredUsageService } from '../api/StoredUsageService';
import type { ManualClock } from './fixtures';

/** Asks the API about usages and findings as somebody who may see all of them; each answer is held to the document. */
export function usageApi(options: { knex: Knex; clock: ManualClock }) {
  const stored = { ...options, inForce: <T>(evidence: T) => evidence };
  const guards = {
    visibility: { restrictionFor: async () => ({ type: 'some' } as const) },
    permissions: mockServices.permissions.mock({
      authorize: async queries =>
        queries.map(() => ({ result: 'ALLOW' })) as never,
    }),
  };
  const asked: Partial<RouterOptions> = {
    usages: new AuthorizedUsageService(new StoredUsageService(stored), guards),
    findings: new AuthorizedFindingService(
      new StoredFindingService(stored),
      guards,
    ),
    validateResponses: true,
    httpAuth: mockServices.httpAuth(),
    auditor: mockServices.auditor.mock(),
    logger: mockServices.logger.mock(),
  };
  const server = express()
    .use(createRouter(asked as RouterOptions))
    .use(mockErrorHandler());
  return async (path: string) => {
    const { status, body } = await request(server).get(path);
    expect([path, status, body.error]).toEqual([path, 200, undefined]);
    return body;
  };
}
