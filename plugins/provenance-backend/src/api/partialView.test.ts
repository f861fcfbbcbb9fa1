import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { pushImage } from '@countersign/sandbox';
import express from 'express';
import request from 'supertest';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { artifact, rules, signedImage } from '../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import type { UsageRestriction } from '../store';
import { AuthorizedAcceptanceService } from './AuthorizedAcceptanceService';
import { AuthorizedDigestService } from './AuthorizedDigestService';
import { AuthorizedFindingService } from './AuthorizedFindingService';
import { AuthorizedSignerService } from './AuthorizedSignerService';
import { AuthorizedUsageService } from './AuthorizedUsageService';
import { createRouter } from './createRouter';
import { StoredDigestService } from './StoredDigestService';
import { StoredFindingService } from './StoredFindingService';
import { StoredSignerService } from './StoredSignerService';
import { StoredUsageService } from './StoredUsageService';

jest.setTimeout(60_000);

const nothing = `sha256:${'0'.repeat(64)}`;
const cardsOnly: UsageRestriction = {
  type: 'some',
  entityRefs: new Set(['component:default/cards']),
};

/**
 * `cards` is seen, `payments` is not. Both run one image, each from a repository of its own, and only in the hidden one
 * it is signed; `payments` runs another image besides. The tags of both were moved.
 */
describe.each(databases.eachSupportedId())(
  'S11.2 who sees a part, on %s',
  databaseId => {
    let portal: Portal;
    let server: express.Express;
    let restriction: UsageRestriction;
    let denied: string[];
    let usages: UsageSummary[];

    const of = (name: string) =>
      usages.filter(usage => usage.entityRef === `component:default/${name}`);

    beforeAll(async () => {
      const knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules });
      await populate(portal);
      usages = await portal.work();
      const permissions = mockServices.permissions.mock({
        authorize: async queries =>
          queries.map(({ permission }) => ({
            result: denied.includes(permission.name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })) as never,
      });
      const visibility = { restrictionFor: async () => restriction };
      const guards = { visibility, permissions };
      const stored = {
        ...{ knex, clock: portal.clock },
        inForce: <T>(evidence: T) => evidence,
      };
      const router = createRouter({
        usages: new AuthorizedUsageService(
          new StoredUsageService(stored),
          guards,
        ),
        findings: new AuthorizedFindingService(
          new StoredFindingService(stored),
          { visibility, permissions },
        ),
        digests: new AuthorizedDigestService(
          new StoredDigestService(stored),
          guards,
        ),
        signers: new AuthorizedSignerService(
          new StoredSignerService(stored),
          guards,
        ),
        acceptance: new AuthorizedAcceptanceService({
          permissions,
          registry: () => portal.engine.judging.registry,
        }),
        log: {} as never,
        discovery: {} as never,
        status: {} as never,
        deployments: {} as never,
        proposals: {} as never,
        replays: {} as never,
        acceptanceAids: {} as never,
        clock: portal.clock,
        validateResponses: true,
        httpAuth: mockServices.httpAuth(),
        auditor: mockServices.auditor.mock(),
        logger: mockServices.logger.mock(),
      });
      server = express().use(router).use(mockErrorHandler());
    });

    beforeEach(() => {
      restriction = cardsOnly;
      denied = ['provenance.evidence.read.all'];
    });

    afterAll(() => portal.close());

    const get = async (path: string, status = 200) => {
      const answer = await request(server).get(path);
      expect([path, answer.status]).toEqual([path, status]);
      return answer.body;
    };

    it.each([
      ['/usages', 1],
      ['/usages?entityRef=component:default/payments', 0],
      ['/usages?entityRef=component:default/cards', 1],
      ['/usages?reference=payments', 0],
      ['/usages?finding=tag-moved', 1],
      ['/usages?verdict=trusted', 0],
      ['/usages?sort=strictness', 1],
      ['/findings', 1],
      ['/findings?state=all', 1],
      ['/findings?entityRef=component:default/payments', 0],
    ])('counts in %s only what is seen', async (path, total) => {
      const { items, totalItems } = await get(path);
      expect([items.length, totalItems]).toEqual([total, total]);
      for (const { usage, ...item } of items)
        expect((usage ?? item).entityRef).toBe('component:default/cards');
    });

    it("gets nothing from the cursor of somebody who sees all, which is no one's secret", async () => {
      restriction = { type: 'some' };
      for (const list of ['usages', 'findings']) {
        const { pageInfo, totalItems } = await get(`/${list}?limit=1`);
        expect(totalItems).toBeGreaterThan(1);
        restriction = cardsOnly;
        const path = `/${list}?cursor=${pageInfo.nextCursor}`;
        const { items, totalItems: seen } = await get(path);
        expect(seen).toBe(1);
        expect(items.length).toBeLessThanOrEqual(1);
        restriction = { type: 'some' };
      }
    });

    it('hidden usages, histories and digests are what does not exist', async () => {
      const [hidden] = of('payments').filter(
        usage => usage.digest !== of('cards')[0].digest,
      );
      const pairs = [
        [`/usages/${hidden.id}`, '/usages/none'],
        [`/usages/${hidden.id}/history`, '/usages/none/history'],
        [`/digests/${hidden.digest}`, `/digests/${nothing}`],
      ];
      for (const [real, unreal] of pairs) {
        const { error } = await get(real, 404);
        expect(error).toEqual((await get(unreal, 404)).error);
      }
      restriction = { type: 'some' };
      for (const [real] of pairs) await get(real);
    });

    it('nothing is seen where nothing is allowed', async () => {
      restriction = { type: 'nothing' };
      expect((await get('/usages')).totalItems).toBe(0);
      expect((await get('/findings?state=all')).totalItems).toBe(0);
      const [{ id, digest }] = of('cards');
      await get(`/usages/${id}/history`, 404);
      await get(`/digests/${digest}`, 404);
    });

    it('shows of a shared digest what was seen in the repository of a visible usage', async () => {
      const [{ digest, repository }] = of('cards');
      const seen = await get(`/digests/${digest}`);
      expect(seen).toMatchObject({
        totalUses: 1,
        uses: [{ usage: { entityRef: 'component:default/cards' } }],
        collections: [{ repository }],
        evidence: [],
      });
      restriction = { type: 'some' };
      const all = await get(`/digests/${digest}`);
      expect(all.totalUses).toBe(2);
      expect(all.collections).toHaveLength(2);
      expect(all.evidence).toMatchObject([{ outcome: { status: 'proven' } }]);
    });

    it('whoever may see all evidence sees it, and still no hidden usage', async () => {
      denied = [];
      const [{ digest }] = of('cards');
      const seen = await get(`/digests/${digest}`);
      expect(seen.totalUses).toBe(1);
      expect(seen.collections).toHaveLength(2);
      expect(seen.evidence).toHaveLength(1);
      const [hidden] = of('payments').filter(usage => usage.digest !== digest);
      expect(await get(`/digests/${hidden.digest}`)).toMatchObject({
        ...{ totalUses: 0, uses: [] },
        collections: [{ subject: hidden.digest }],
      });
      await get(`/digests/${nothing}`, 404);
    });

    it('rules are for those who may read them', async () => {
      const body = await get('/acceptance');
      expect(body.rules).toMatchObject([{ name: 'acme-release' }]);
      denied = ['provenance.acceptance.read'];
      const { error } = await get('/acceptance', 403);
      expect(error).toMatchObject({
        name: 'NotAllowedError',
        message: 'needs the permission provenance.acceptance.read',
      });
    });
  },
);

async function populate(portal: Portal) {
  const { registry, clock } = portal;
  const payments = signedImage(portal, 'payments');
  const other = signedImage(portal, 'payments-worker');
  const cards = registry.repository('acme/cards');
  pushImage(cards, { tag: '1', files: { name: 'old' } });
  const entities = [
    component('cards', artifact(`${registry.host}/acme/cards:1`)),
    component(
      'payments',
      artifact(payments.reference) + artifact(other.reference),
    ),
  ];
  await portal.look(entities);
  // The same bytes as in the hidden repository, where they are signed.
  pushImage(cards, { tag: '1', files: { name: 'payments' } });
  pushImage(other.repository, { tag: '1', files: { name: 'new' } });
  clock.advance(4 * 60);
  await portal.work();
}
