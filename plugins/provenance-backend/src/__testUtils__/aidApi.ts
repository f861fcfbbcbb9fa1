import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import request from 'supertest';
import {
  AuthorizedAcceptanceAidService,
  type AcceptanceAidServiceOptions,
} from '../api/AuthorizedAcceptanceAidService';
import { createRouter, type RouterOptions } from '../api/createRouter';
import type { UsageRestriction } from '../store';

/** Somebody who asks: what they may not, and what they see. */
export interface Asking {
  denied: string[];
  restriction: UsageRestriction;
}

/** Asks the API that helps to write rules; each answer is held to the document. */
export function aidApi(
  aids: Partial<AcceptanceAidServiceOptions>,
  asking: Asking,
) {
  const permissions = mockServices.permissions.mock({
    authorize: async queries =>
      queries.map(({ permission }) => ({
        result: asking.denied.includes(permission.name)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })) as never,
  });
  const asked: Partial<RouterOptions> = {
    acceptanceAids: new AuthorizedAcceptanceAidService({
      ...({} as Record<'previews' | 'uses' | 'suggestions', never>),
      ...{ ...aids, permissions },
      visibility: { restrictionFor: async () => asking.restriction },
    }),
    validateResponses: true,
    httpAuth: mockServices.httpAuth(),
    auditor: mockServices.auditor.mock(),
    logger: mockServices.logger.mock(),
  };
  const server = express()
    .use(createRouter(asked as RouterOptions))
    .use(mockErrorHandler());
  return request(server);
}
