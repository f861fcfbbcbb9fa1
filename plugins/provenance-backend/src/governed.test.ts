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
import {
  authoritiesExtensionPoint,
  clockServiceRef,
} from '@countersign/backstage-plugin-provenance-node';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  workflowIdentity,
  type Registry,
} from '@countersign/sandbox';
import type { RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import request from 'supertest';
import provenancePlugin from '.';
import { databases } from './__testUtils__/databases';
import { eventually } from './__testUtils__/eventually';
import { ManualClock } from './__testUtils__/fixtures';
import { governed, oneApproval } from './__testUtils__/governed';
import { artifact } from './__testUtils__/images';
import { component } from './__testUtils__/startPortal';
import { mergeProposal } from './store';

jest.setTimeout(180_000);

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
        provenance: {
          authorities: [{ name: 'public-good', offline: true }],
          registries: [
            { host: registry.host, plainHttp: true, privateNetwork: true },
          ],
          acceptance: {
            source: 'database',
            reviewers: ['group:default/platform'],
            initial: [rule('https://github.com/acme/**')],
          },
        },
      };
      const entities = [
        component('payments', artifact(`${registry.host}/acme/payments:1`)),
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
        catalogServiceMock.factory({ entities }),
      ];
    }

    const get = async (path: string) =>
      (await request(backend.server).get(`/api/provenance${path}`).set(user))
        .body;

    it('S6.3 S9.5 judges everything again by what was merged, and goes on by it when the tables are emptied', async () => {
      await eventually(async () =>
        expect((await get('/usages')).items).toMatchObject([
          { verdict: 'trusted', checking: false },
        ]),
      );
      expect(await get('/acceptance')).toMatchObject({ version: 1 });
      const people = governed(knex);
      const others: RegistryContent = {
        rules: [rule('https://github.com/acme-next/**')],
      };
      const id = await people.opened(others);
      await people.approve(id);
      await mergeProposal({
        ...{ knex, id, by: 'user:default/mallory', decide: oneApproval },
        expected: await people.binding(id),
        now: clock.now().toISOString(),
      });
      const isJudgedByTwo = async () => {
        expect((await get('/usages')).items).toMatchObject([
          { verdict: 'untrusted', reason: { code: 'signer-not-accepted' } },
        ]);
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
