import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { RuleSuggestions } from '@countersign/backstage-plugin-provenance-common';
import {
  isDistrusted,
  type AcceptanceRule,
  type RepositoryBinding,
} from '@countersign/domain';
import { personIdentity, workflowIdentity } from '@countersign/sandbox';
import type { Knex } from 'knex';
import { aidApi, type Asking } from '../__testUtils__/aidApi';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { artifact, issuer, signedImage } from '../__testUtils__/images';
import { signedWorld } from '../__testUtils__/signedWorld';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import {
  EntitySources,
  SuggestedRules,
  type SuggestedRulesOptions,
} from '../acceptance/suggestions';
import type { UsageRestriction } from '../store';
import { presentSigner } from './presentSigner';

jest.setTimeout(60_000);

const github = 'https://github.com';
const workflow = (repository: string) =>
  `${github}/${repository}/.github/workflows/release.yml`;
const some = (...names: string[]): UsageRestriction => ({
  type: 'some',
  entityRefs: new Set(names.map(name => `component:default/${name}`)),
});

/** From where the catalog reads each entity. */
const stamped = {
  cards: 'acme/payments',
  payments: 'acme/payments',
  worker: 'acme/worker',
  down: 'acme/down',
};

function entityIn(
  name: string,
  repository: string,
  annotation = 'managed-by-location',
): Entity {
  const entity = component(name, '');
  const location = `url:${github}/${repository}/blob/main/catalog-info.yaml`;
  entity.metadata.annotations = {
    ...entity.metadata.annotations,
    [`backstage.io/${annotation}`]: location,
  };
  return entity;
}

const entitiesFor = (places: Record<string, string>) =>
  Object.entries(places).map(([name, place]) => entityIn(name, place));

describe.each(databases.eachSupportedId())(
  'S11.3 rules that are suggested, on %s',
  databaseId => {
    let portal: Portal;
    let asking: Asking;
    let knex: Knex;

    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules: () => [] });
      await signedWorld(portal);
    });

    beforeEach(() => {
      asking = { denied: [], restriction: { type: 'some' } };
    });

    afterAll(() => portal.close());

    const logger = mockServices.logger.mock();

    function suggestions(
      change: Partial<SuggestedRulesOptions> = {},
      entities = entitiesFor(stamped),
      catalog = catalogServiceMock({ entities }),
      bindings: RepositoryBinding[] = [],
    ) {
      const { judging } = portal.engine;
      return new SuggestedRules({
        ...{ knex, present: presentSigner },
        governance: { production: ['live'] },
        sources: new EntitySources({
          ...{ catalog, auth: mockServices.auth(), logger },
          bindings: () => bindings,
        }),
        names: () => judging.registry.rules.map(({ name }) => name),
        environments: () => judging.settings.environments,
        lintOptions: () => ({ authorities: judging.authorities.states }),
        distrusts: signer =>
          isDistrusted(signer, {
            registry: judging.registry,
            authorities: judging.authorities.states,
          }),
        ...change,
      });
    }

    async function get(of = suggestions()): Promise<RuleSuggestions> {
      const api = aidApi({ suggestions: of }, asking);
      const { status, body } = await api.get('/acceptance/suggestions');
      expect([body.error, status]).toEqual([undefined, 200]);
      return body;
    }
    const ruleOf = ({ rule }: RuleSuggestions['suggestions'][number]) =>
      rule as AcceptanceRule;
    const named = async (name: string, of?: SuggestedRules) =>
      (await get(of)).suggestions.find(one => ruleOf(one).name === name);

    it('are the narrowest, one for each source and workflow, on an empty registry', async () => {
      const { suggestions: found, left } = await get();
      const { host } = portal.registry;
      expect(left).toEqual([]);
      expect(found[0]).toMatchObject({
        ...{ usages: 2, environments: ['prod'], basis: 'managed-by' },
        ...{ id: expect.any(String), isPreselected: true },
        signers: [
          { subject: workflow('acme/payments'), accepted: false, usages: 2 },
        ],
        rule: {
          name: 'acme-payments-release',
          references: [`${host}/acme/cards`, `${host}/acme/payments`],
          ...{ environments: ['prod'], mode: 'observe' },
          signers: [
            {
              ...{ authority: 'acme', issuer },
              subject: `${workflow('acme/payments')}@refs/tags/v*`,
              claims: expect.objectContaining({
                sourceRepository: `${github}/acme/payments`,
              }),
            },
          ],
        },
      });
      expect(found.map(one => ruleOf(one).name).sort()).toEqual([
        'acme-payments-release',
        'acme-worker-release',
        'evil-x-release',
      ]);
    });

    it('are nobody else’s: a stranger signs what an entity runs, and is never ticked', async () => {
      expect(await named('evil-x-release')).toMatchObject({
        ...{ basis: 'none', isPreselected: false, usages: 1 },
        rule: {
          references: [`${portal.registry.host}/acme/payments`],
          signers: [{ subject: `${workflow('evil/x')}@refs/tags/v1` }],
        },
      });
    });

    it.each<[string, Entity[]]>([
      [
        'one of the entities is kept somewhere else',
        entitiesFor({ ...stamped, cards: 'acme/cards' }),
      ],
      [
        'only the entity itself says so',
        ['cards', 'payments'].map(name =>
          entityIn(name, 'acme/payments', 'source-location'),
        ),
      ],
      ['one of them is gone', entitiesFor({ payments: 'acme/payments' })],
    ])('are not believed where %s', async (_, entities) => {
      expect(
        await named('acme-payments-release', suggestions({}, entities)),
      ).toMatchObject({ basis: 'none', isPreselected: false });
    });

    it.each<[string, Partial<RepositoryBinding>, string]>([
      ['are believed by their bindings', {}, 'binding'],
      [
        'are not where another repository is bound',
        { repository: `${github}/acme/cards` },
        'none',
      ],
      [
        'are not where the bound repository has another id',
        { repositoryId: 'never' },
        'none',
      ],
    ])('S2.4 %s, whatever the catalog says', async (_, change, basis) => {
      const bindings = ['cards', 'payments'].map(name => ({
        entity: `component:default/${name}`,
        repository: `${github}/acme/payments`,
        ...change,
      }));
      const entities = entitiesFor(stamped);
      const catalog = catalogServiceMock({ entities });
      expect(
        await named(
          'acme-payments-release',
          suggestions({}, entities, catalog, bindings),
        ),
      ).toMatchObject({ basis });
    });

    it('are there, unticked, where the catalog does not answer', async () => {
      const catalog = catalogServiceMock.mock({
        getEntitiesByRefs: async () => {
          throw new Error('down');
        },
      });
      const { suggestions: found } = await get(suggestions({}, [], catalog));
      expect(found.map(({ basis }) => basis)).toEqual(['none', 'none', 'none']);
      expect(logger.warn).toHaveBeenCalledTimes(1);
    });

    it.each([
      ['it is named', { production: ['prod'] }],
      ['nobody said which it is', {}],
      ['the list is not governed', undefined],
    ])('are never ticked for production where %s', async (_, governance) => {
      const { suggestions: found } = await get(suggestions({ governance }));
      expect(found.map(({ isPreselected }) => isPreselected)).toEqual([
        ...[false, false, false],
      ]);
    });

    it('are of no environment that is not declared', async () => {
      const of = suggestions({ environments: () => ['dev'] });
      const one = await named('acme-payments-release', of);
      expect(one?.rule).not.toHaveProperty('environments');
      expect(one).toMatchObject({
        environments: ['prod'],
        isPreselected: false,
      });
    });

    it('S11.2 say nothing of what is hidden, also to who may see all evidence', async () => {
      asking.restriction = some('cards');
      const { suggestions: found, left } = await get();
      expect(left).toEqual([]);
      expect(found).toMatchObject([
        {
          ...{ usages: 1, signers: [{ usages: 1 }] },
          rule: {
            references: [`${portal.registry.host}/acme/cards`],
            signers: [
              { subject: `${workflow('acme/payments')}@refs/tags/v1.0.0` },
            ],
          },
        },
      ]);
      asking.restriction = { type: 'nothing' };
      expect(await get()).toEqual({ suggestions: [], left: [] });
    });

    it('leave out whom the company distrusts, and whom the linter would not have', async () => {
      const gone = await get(suggestions({ distrusts: () => true }));
      expect(gone.suggestions).toEqual([]);
      expect(gone.left).toHaveLength(3);
      expect(gone.left[0].why).toMatch(/distrusted/);
      const { left } = await get(
        suggestions({ lintOptions: () => ({ authorities: [] }) }),
      );
      expect(left.map(({ why }) => why)).toEqual(
        Array(3).fill(expect.stringMatching(/authority/i)),
      );
    });

    it('accept whom they are for once they are in force, and are not made again', async () => {
      const { suggestions: found } = await get();
      const ours = found.filter(({ basis }) => basis !== 'none').map(ruleOf);
      await portal.reconfigure({ rules: ours });
      const again = await get();
      expect(again.suggestions.map(one => ruleOf(one).name)).toEqual([
        'evil-x-release',
      ]);
      const usages = await portal.work();
      expect(
        usages.map(({ verdict }) => verdict).filter(one => one === 'trusted'),
      ).toHaveLength(3);
      await portal.reconfigure({ rules: [] });
    });

    it('have names of their own', async () => {
      const names = () => ['acme-worker-release', 'acme-worker-release-2'];
      const of = suggestions({ names });
      expect(await named('acme-worker-release-3', of)).toBeDefined();
    });

    it('need the permission to read rules', async () => {
      asking.denied = ['provenance.acceptance.read'];
      const api = aidApi({ suggestions: suggestions() }, asking);
      const { status } = await api.get('/acceptance/suggestions');
      expect(status).toBe(403);
    });
  },
);

describe.each(databases.eachSupportedId())(
  'S11.3 suggestions for hostile names, on %s',
  databaseId => {
    it('write no pattern of a star, and nothing for hidden letters', async () => {
      const knex = await migratedDatabase(databaseId);
      const portal = await startPortal({ knex, rules: () => [] });
      const of = new SuggestedRules({
        ...{ knex, present: presentSigner, governance: { production: [] } },
        sources: { read: async () => new Map() },
        ...{ names: () => [], environments: () => ['dev', 'prod'] },
        ...{ lintOptions: () => ({}), distrusts: () => false },
      });
      const empty = await of.suggest({ type: 'some' });
      expect(empty).toEqual({ suggestions: [], left: [] });
      const signed = (name: string, by: ReturnType<typeof workflowIdentity>) =>
        component(
          name,
          artifact(
            signedImage(portal, name, {
              signer: { type: 'certificate', identity: by },
            }).reference,
          ),
        );
      const run = (ref: string, repository = 'evil/x') =>
        workflowIdentity({ repository, ref });
      const entities = [
        signed('star', run('refs/heads/**')),
        signed('hidden', run('refs/heads/ma\u202ein', 'evil/y')),
        signed('ann', personIdentity('ann+ci@acme.example')),
      ];
      portal.clock.advance(1);
      await portal.look(entities);
      const { suggestions, left } = await of.suggest({ type: 'some' });
      expect(suggestions).toMatchObject([
        {
          ...{ basis: 'none', isPreselected: false },
          rule: { signers: [{ subject: 'ann+ci@acme.example' }] },
        },
      ]);
      expect(left.map(({ why }) => why).sort()).toEqual([
        expect.stringMatching(/ma\\u\{202e\}in.* holds characters/),
        expect.stringMatching(/^Its subject has a star/),
      ]);
      await portal.close();
    });
  },
);
