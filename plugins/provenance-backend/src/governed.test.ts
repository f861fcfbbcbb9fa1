import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import {
  authoritiesExtensionPoint,
  clockServiceRef,
} from '@countersign/backstage-plugin-provenance-node';
import {
  generateKeyPair,
  publicKeyPem,
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  workflowIdentity,
  type Registry,
} from '@countersign/sandbox';
import type { Knex } from 'knex';
import request from 'supertest';
import provenancePlugin from '.';
import { databases } from './__testUtils__/databases';
import { eventually } from './__testUtils__/eventually';
import { ManualClock } from './__testUtils__/fixtures';
import { artifact } from './__testUtils__/images';
import { component } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

/** Of a build farm that no configuration knows. */
const farm = generateKeyPair();

const user = { authorization: mockCredentials.user.header('user:default/ada') };

describe.each(databases.eachSupportedId())(
  'a portal with a governed registry, %s',
  databaseId => {
    const clock = new ManualClock();
    const acme = SigstoreInstance.create({ name: 'acme', clock });
    let registry: Registry;
    let knex: Knex;
    let backend: TestBackend;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      registry = await startRegistry();
      const repository = registry.repository('acme/payments');
      signImage({
        repository,
        subject: pushImage(repository, { tag: '1' }).digest,
        sigstore: acme,
        signer: {
          type: 'certificate',
          identity: workflowIdentity({
            repository: 'acme/payments',
            ref: 'refs/tags/v1',
          }),
        },
      });
      const tools = registry.repository('acme/tools');
      signImage({
        repository: tools,
        subject: pushImage(tools, { tag: '1' }).digest,
        sigstore: acme,
        signer: { type: 'key', keys: farm },
      });
      clock.advance(5);
      backend = await startTestBackend({ features: features() });
    });

    afterAll(async () => {
      await backend.stop();
      await registry.close();
    });

    const rule = (subject: string) => ({
      name: 'acme-release',
      references: [`${registry.host}/acme/**`],
      mode: 'enforce' as const,
      signers: [
        {
          authority: 'acme',
          issuer: 'https://token.actions.githubusercontent.com',
          subject,
        },
      ],
    });

    function features() {
      const data = {
        permission: { enabled: true },
        provenance: {
          authorities: [{ name: 'public-good', offline: true }],
          registries: [
            { host: registry.host, plainHttp: true, privateNetwork: true },
          ],
          acceptance: {
            source: 'database',
            reviewers: ['user:default/ann', 'user:default/ben'],
            initial: [rule('https://github.com/acme/**')],
          },
        },
      };
      const entities = [
        ...['payments', 'tools'].map(name =>
          component(name, artifact(`${registry.host}/acme/${name}:1`)),
        ),
        ...['ann', 'ben'].map(name => ({
          ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'User', spec: {} },
          metadata: { name },
        })),
      ];
      return [
        provenancePlugin,
        createBackendModule({
          pluginId: 'provenance',
          moduleId: 'sandbox',
          register(reg) {
            reg.registerInit({
              deps: { authorities: authoritiesExtensionPoint },
              async init({ authorities }) {
                authorities.addAuthority({
                  name: 'acme',
                  trustedRoot: acme.trustedRoot(),
                });
              },
            });
          },
        }),
        createServiceFactory({
          service: clockServiceRef,
          deps: {},
          factory: () => clock,
        }),
        mockServices.database.factory({ knex }),
        mockServices.rootConfig.factory({ data }),
        // S9.6: a policy that allows everything to everybody.
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
        catalogServiceMock.factory({ entities }),
      ];
    }

    const get = async (path: string) =>
      (await request(backend.server).get(`/api/provenance${path}`).set(user))
        .body;

    /** Mallory proposes, ann acknowledges and approves, mallory merges. */
    async function mergeByPeople(content: object) {
      const as = (name: string) => ({
        authorization: mockCredentials.user.header(`user:default/${name}`),
      });
      const post = async (name: string, path: string, body: object) => {
        const { status, body: answer } = await request(backend.server)
          .post(`/api/provenance/proposals${path}`)
          .set(as(name))
          .send(body);
        return { status, answer };
      };
      const text = { title: 'Move', reason: 'The code moved.', content };
      const { answer: draft } = await post('mallory', '', { ...text, base: 1 });
      const { id, binding: expected } = draft;
      const act = (name: string, what: string, body: object = {}) =>
        post(name, `/${id}/${what}`, { expected, ...body });
      expect(await act('mallory', 'open')).toMatchObject({ status: 200 });
      expect(await act('mallory', 'merge')).toMatchObject({
        status: 409,
        answer: { error: { message: expect.stringMatching(/replayed/) } },
      });
      expect(await act('mallory', 'replay')).toMatchObject({ status: 202 });
      const path = `/proposals/${id}/replay`;
      await eventually(async () =>
        expect(await get(path)).toMatchObject({ state: 'done' }),
      );
      const { blockers } = await get(path);
      // S9.3: what the key proves was verified from stored bytes, before anybody trusts it.
      expect(blockers.map(({ why }: { why: string[] }) => why)).toEqual(
        expect.arrayContaining([
          ['newly-denied'],
          ['more-permissive'],
          ['foreign-identity'],
        ]),
      );
      const words = {
        keys: blockers.map(({ key }: { key: string }) => key),
        text: 'They release anew.',
      };
      expect(await act('mallory', 'acknowledgements', words)).toMatchObject({
        status: 403,
      });
      expect(await act('ann', 'acknowledgements', words)).toMatchObject({
        status: 200,
        answer: {
          blockers: blockers.map(() => ({
            acknowledged: { by: 'user:default/ann' },
          })),
        },
      });
      // Every environment is production where nobody says which are.
      for (const [name, left] of [
        ['ann', 2],
        ['ben', 1],
      ] as const) {
        const message = expect.stringContaining(`not approved: ${left} more`);
        expect(await act('mallory', 'merge')).toMatchObject({
          status: 409,
          answer: { error: { message } },
        });
        expect(await act(name, 'approve')).toMatchObject({ status: 200 });
      }
      expect(await act('mallory', 'merge')).toMatchObject({
        status: 200,
        answer: { state: 'merged', mergedAs: 2 },
      });
    }

    async function verdicts() {
      const { items } = await get('/usages');
      return Object.fromEntries(
        (items as UsageSummary[]).map(({ entityRef, verdict, reason }) => [
          entityRef.split('/')[1],
          `${verdict} ${reason.code}`,
        ]),
      );
    }

    it('S1.4 S6.3 S9.5 judges everything again by what was merged, and goes on by it when the tables are emptied', async () => {
      await eventually(async () =>
        expect(await verdicts()).toEqual({
          payments: 'trusted accepted',
          tools: 'untrusted unknown-authority',
        }),
      );
      expect(await get('/acceptance')).toMatchObject({ version: 1 });
      const repository = 'https://github.com/acme-next/payments';
      const others = rule(
        `${repository}/.github/workflows/release.yml@refs/tags/v*`,
      );
      const signers = others.signers.map(one => ({
        ...one,
        claims: {
          ...{
            sourceRepository: repository,
            runnerEnvironment: 'github-hosted',
          },
        },
      }));
      await mergeByPeople({
        rules: [{ ...others, signers: [...signers, { key: 'farm' }] }],
        keys: [{ name: 'farm', publicKey: publicKeyPem(farm) }],
      });
      const isJudgedByTwo = async () => {
        expect(await verdicts()).toEqual({
          payments: 'untrusted signer-not-accepted',
          tools: 'trusted accepted',
        });
        expect((await get('/status')).authorities).toContainEqual(
          expect.objectContaining({
            ...{ name: 'farm', source: 'registry', status: 'loaded' },
          }),
        );
        expect(await get('/acceptance')).toMatchObject({ version: 2 });
      };
      await eventually(isJudgedByTwo, { seconds: 60 });

      await knex('acceptance_head').delete();
      await knex('acceptance_versions').delete();
      await eventually(
        async () =>
          expect(
            await knex('findings').where({ code: 'registry-hash-mismatch' }),
          ).toMatchObject([{ usage_id: null, closed_at: null }]),
        { seconds: 60 },
      );
      await isJudgedByTwo();
      expect(await knex('acceptance_versions')).toEqual([]);
    });
  },
);
