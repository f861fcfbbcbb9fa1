import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  SignerPage,
  SignerQuery,
} from '@countersign/backstage-plugin-provenance-common';
import express from 'express';
import request from 'supertest';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { issuer, rules } from '../__testUtils__/images';
import { signedWorld } from '../__testUtils__/signedWorld';
import { startPortal, type Portal } from '../__testUtils__/startPortal';
import { signerOrderOf, type UsageRestriction } from '../store';
import { AuthorizedSignerService } from './AuthorizedSignerService';
import { createRouter } from './createRouter';
import { encodeCursor } from './cursor';
import { StoredSignerService } from './StoredSignerService';

jest.setTimeout(60_000);

const seesAll = 'provenance.evidence.read.all';
const workflow = (repository: string) =>
  `https://github.com/${repository}/.github/workflows/release.yml`;
const release = workflow('acme/payments');
const worker = workflow('acme/worker');
const stranger = workflow('evil/x');
const some = (...names: string[]): UsageRestriction => ({
  type: 'some',
  entityRefs: new Set(names.map(name => `component:default/${name}`)),
});

/** In a {@link signedWorld}. */
describe.each(databases.eachSupportedId())(
  'S11.2 GET /signers on %s',
  databaseId => {
    let portal: Portal;
    let server: express.Express;
    let restriction: UsageRestriction;
    let denied: string[];

    beforeAll(async () => {
      const knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules });
      await signedWorld(portal);
      const permissions = mockServices.permissions.mock({
        authorize: async queries =>
          queries.map(({ permission }) => ({
            result: denied.includes(permission.name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })) as never,
      });
      const guards = {
        visibility: { restrictionFor: async () => restriction },
        permissions,
      };
      const router = createRouter({
        ...({} as Record<
          | 'usages'
          | 'findings'
          | 'digests'
          | 'discovery'
          | 'acceptance'
          | 'log'
          | 'status'
          | 'deployments'
          | 'proposals'
          | 'replays'
          | 'acceptanceAids'
          | 'clock',
          never
        >),
        signers: new AuthorizedSignerService(
          new StoredSignerService({ knex }),
          guards,
        ),
        validateResponses: true,
        httpAuth: mockServices.httpAuth(),
        auditor: mockServices.auditor.mock(),
        logger: mockServices.logger.mock(),
      });
      server = express().use(router).use(mockErrorHandler());
    });

    beforeEach(() => {
      restriction = { type: 'some' };
      denied = [seesAll];
    });

    afterAll(() => portal.close());

    const get = async (query = ''): Promise<SignerPage> => {
      const answer = await request(server).get(`/signers${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      return answer.body;
    };
    const subjects = async (query?: string) =>
      (await get(query)).items.map(({ subject }) => subject).sort();

    it('tells who signed what runs, by name, and how much of it', async () => {
      const { items, ...page } = await get('?sort=usages');
      expect(items).toEqual([
        {
          ...{ type: 'certificate', authority: 'acme', issuer },
          ...{ id: expect.any(String), subject: release, subjectType: 'uri' },
          ...{ accepted: true, closed: false, usages: 2, acceptedUsages: 2 },
          firstSeenAt: expect.stringMatching(/Z$/),
          lastSeenAt: expect.stringMatching(/Z$/),
        },
        expect.objectContaining({ subject: worker, usages: 1 }),
      ]);
      expect(page).toEqual({ totalItems: 2, pageInfo: {}, undetermined: 1 });
    });

    it('S11.1 tells of strangers only where asked for, closed and with a note', async () => {
      const { items, note, totalItems } = await get('?accepted=false');
      expect(items).toMatchObject([
        { subject: stranger, accepted: false, closed: true, acceptedUsages: 0 },
      ]);
      expect([totalItems, note]).toEqual([1, expect.stringMatching(/No rule/)]);
      expect(await subjects('?text=evil')).toEqual([]);
      expect(await get('?accepted=true')).not.toHaveProperty('note');
    });

    it.each([
      ['?accepted=true', 2],
      ['?text=WORKER', 1],
      [`?issuer=${issuer}`, 2],
      ['?issuer=https://gitlab.com', 0],
      ['?authority=acme&authority=other', 2],
      ['?authority=other', 0],
      ['?environment=prod', 2],
      ['?environment=dev', 0],
    ])('filters by %s', async (query, total) => {
      const { items, totalItems } = await get(query);
      expect([items.length, totalItems]).toEqual([total, total]);
    });

    it('says nothing of what is hidden: no signer, no count, no filter, no answer of another kind', async () => {
      restriction = some('cards');
      expect(await get()).toMatchObject({
        items: [{ subject: release, usages: 1 }],
        totalItems: 1,
        undetermined: 0,
      });
      for (const query of [
        `?text=${worker}`,
        '?accepted=false',
        '?accepted=false&text=evil',
        `?accepted=false&issuer=${issuer}`,
      ])
        expect(await get(query)).toMatchObject({
          ...{ items: [], totalItems: 0, pageInfo: {}, undetermined: 0 },
        });
      restriction = { type: 'nothing' };
      expect(await get()).toMatchObject({ items: [], totalItems: 0 });
    });

    it("gets nothing from the cursor of somebody who sees all, which is no one's secret", async () => {
      const { pageInfo, totalItems } = await get('?limit=1');
      expect(totalItems).toBe(2);
      restriction = some('cards');
      const behind = await get(`?cursor=${pageInfo.nextCursor}`);
      expect(behind.totalItems).toBe(1);
      expect(JSON.stringify(behind)).not.toContain('worker');
      const text = Buffer.from(pageInfo.nextCursor!, 'base64url').toString();
      expect(text).not.toContain('github');
    });

    it('shows everybody to who may see all evidence, and still no hidden usage', async () => {
      denied = [];
      restriction = some('cards');
      expect(await subjects()).toEqual([release, worker]);
      expect(await subjects('?accepted=false')).toEqual([stranger]);
      const { items, undetermined } = await get('?sort=usages');
      expect(items).toMatchObject([
        { subject: release, usages: 1, acceptedUsages: 1 },
        { subject: worker, usages: 0, acceptedUsages: 0, accepted: true },
      ]);
      expect(undetermined).toBe(0);
    });

    it('pages, and a cursor belongs to its filters', async () => {
      const first = await get('?limit=1&sort=usages');
      const { nextCursor } = first.pageInfo;
      const second = await get(`?limit=1&sort=usages&cursor=${nextCursor}`);
      expect(
        [...first.items, ...second.items].map(({ subject }) => subject),
      ).toEqual([release, worker]);
      expect(second.pageInfo).toEqual({});
      for (const other of ['sort=lastSeen', 'sort=usages&accepted=false']) {
        const refusal = await refusalOf(`?${other}&cursor=${nextCursor}`);
        expect(refusal).toEqual([400, 'InputError']);
      }
    });

    async function refusalOf(query: string) {
      const { status, body } = await request(server).get(`/signers${query}`);
      return [status, body.error?.name];
    }

    const forged = (...position: (string | number)[]) => {
      const query: SignerQuery = { sort: 'usages' };
      const order = signerOrderOf(query);
      return encodeCursor(position, { list: 'signers', query, order });
    };

    it.each([
      ['an unknown filter', '?subject=x'],
      ['an unknown sort', '?sort=subject'],
      ['an unknown order', '?order=up'],
      ['an endless text', `?text=${'x'.repeat(10_000)}`],
      ['an empty text', '?text='],
      ['a NUL', '?text=a%00b'],
      ['two texts', '?text=a&text=b'],
      ['too many values', `?${'issuer=a&'.repeat(101)}`],
      ['neither yes nor no', '?accepted=perhaps'],
      ['no size', '?limit=0'],
      ['a cursor of nobody', '?cursor=abc'],
      ['a cursor that was altered', `?sort=usages&cursor=A${forged(1, 'h')}`],
      [
        'a forged place of another type',
        `?sort=usages&cursor=${forged('x', 'h')}`,
      ],
      ['a forged place with a NUL', `?sort=usages&cursor=${forged(1, 'h\0')}`],
      [
        'a forged place that is too large',
        `?sort=usages&cursor=${forged(2 ** 60, 'h')}`,
      ],
    ])('refuses %s', async (_name, query) => {
      expect(await refusalOf(query)).toEqual([400, 'InputError']);
    });

    it('takes a forged place of the right type for what it is: a place', async () => {
      const far = await get(`?sort=usages&cursor=${forged(0, 'h')}`);
      expect(far).toMatchObject({ items: [], totalItems: 2 });
    });

    it('follows the rules at once, without a look', async () => {
      const [rule] = rules(portal.registry);
      const signers = [
        { authority: 'acme', issuer, subject: `${worker}@refs/tags/v*` },
      ];
      await portal.reconfigure({ rules: [{ ...rule, signers }] });
      expect(await subjects()).toEqual([worker]);
      expect(await subjects('?accepted=false')).toEqual(
        [stranger, release].sort(),
      );
      await portal.reconfigure({ rules: [{ ...rule, mode: 'off' }] });
      expect(await subjects()).toEqual([]);
      await portal.reconfigure({ rules: rules(portal.registry) });
      expect(await subjects()).toEqual([release, worker]);
    });
  },
);
