import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import { ConfigReader } from '@backstage/config';
import type { DeploymentReport } from '@countersign/backstage-plugin-provenance-common';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { AuthorizedDeploymentService, createRouter } from '../api';
import { readConfiguration } from '../config';
import type { ReportingContext } from '../discovery';
import { usageRules } from '../visibility';
import { digestOf, unseen, type ManualClock } from './fixtures';
import { component } from './startPortal';

export const digest = digestOf('a');
export const payments: DeploymentReport = {
  entity: 'component:default/payments',
  reference: `ghcr.io/acme/payments@${digest}`,
  environment: 'prod',
};
export const accepted = { status: 'accepted', entityRef: payments.entity };
export const notAllowed = {
  status: 'refused',
  code: 'not-allowed',
  message: expect.any(String),
};
export const subject = 'external:ci-payments';
export const ci = mockCredentials.service(subject);
export const reporters = [
  {
    subject,
    entities: ['Component:default/pay*', 'group:default/platform'],
    environments: ['prod', 'dev*'],
  },
];
export const entities = ['payments', 'payroll', 'cards'].map(name =>
  component(name, ''),
);

export interface DeploymentApiOptions {
  knex: Knex;
  clock: ManualClock;
  caller: BackstageCredentials;
  permissions?: PermissionsService;
  /** What the catalog has; or the catalog. */
  entities?: Entity[];
  catalog?: CatalogService;
  reporters?: JsonObject[];
  auditor?: ReturnType<typeof mockServices.auditor.mock>;
  judgeUnseen?: ReportingContext['judgeUnseen'];
  /** Whether the replica may write. */
  mayWrite?: () => boolean;
}

/** The API of deployment reports over a store, for one caller. */
export function deploymentApi(options: DeploymentApiOptions): express.Express {
  const { knex, clock, caller } = options;
  const configuration = readConfiguration(
    new ConfigReader({
      provenance: {
        discovery: options.reporters && { reporters: options.reporters },
      },
    }),
  );
  const permissionsRegistry = mockServices.permissionsRegistry.mock({
    getPermissionRuleset: () =>
      ({
        getRuleByName: (name: string) =>
          Object.values(usageRules).find(rule => rule.name === name)!,
      } as never),
  });
  const deployments = new AuthorizedDeploymentService({
    ...{ knex, clock, permissionsRegistry },
    logger: mockServices.logger.mock(),
    auth: mockServices.auth(),
    catalog:
      options.catalog ??
      catalogServiceMock({ entities: options.entities ?? [] }),
    permissions: options.permissions ?? mockServices.permissions(),
    bindings: configuration.discovery.reporters,
    judging: () =>
      options.mayWrite?.() === false
        ? undefined
        : {
            generation: 'g1',
            judgeUnseen: options.judgeUnseen ?? (() => unseen),
          },
  });
  const router = createRouter({
    ...({} as Record<
      | 'usages'
      | 'findings'
      | 'digests'
      | 'signers'
      | 'discovery'
      | 'acceptance'
      | 'status'
      | 'proposals'
      | 'replays'
      | 'acceptanceAids'
      | 'log',
      never
    >),
    ...{ deployments, clock, validateResponses: true },
    logger: mockServices.logger.mock(),
    httpAuth: mockServices.httpAuth({ defaultCredentials: caller }),
    auditor:
      options.auditor ??
      mockServices.auditor.mock({
        createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
      }),
  });
  return express().use(router).use(mockErrorHandler());
}

/** Sends reports, each time to an API of its own. */
export function deploymentSender(defaults: () => DeploymentApiOptions) {
  const api = (options: Partial<DeploymentApiOptions> = {}) =>
    deploymentApi({ ...defaults(), ...options });
  const send = async (
    body: unknown,
    status = 200,
    options: Partial<DeploymentApiOptions> = {},
  ) => {
    const answer = await request(api(options))
      .post('/deployments')
      .send(body as object);
    expect([answer.status, answer.body]).toEqual([status, answer.body]);
    return answer;
  };
  return {
    api,
    send,
    results: async (
      items: unknown[],
      status = 207,
      options?: Partial<DeploymentApiOptions>,
    ) => (await send({ items }, status, options)).body.items,
    claims: () =>
      defaults().knex('usage_claims').whereNull('valid_to').orderBy('id'),
  };
}
