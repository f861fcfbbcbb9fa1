import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import { parse } from 'yaml';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, declared, sync } from '../__testUtils__/fixtures';
import { notePass, syncEntities, type UsageRestriction } from '../store';
import { AuthorizedDiscoveryService } from './AuthorizedDiscoveryService';
import { StoredDiscoveryService } from './StoredDiscoveryService';

jest.setTimeout(60_000);

const user = mockCredentials.user();
const ref = (name: string) => `component:default/${name}`;

/** Two services run something, in production and in development; the rest does not. */
const entities = [
  { name: 'cards', owner: 'group:default/cards' },
  { name: 'payments', owner: 'group:default/payments' },
  { name: 'bare', type: 'Service', owner: 'group:default/cards' },
  { name: 'pods', hints: ['backstage.io/kubernetes-id'] },
  { name: 'slug', hints: ['quay.io/repository-slug'] },
  { name: 'piped', hints: ['github.com/project-slug'] },
  { name: 'site', type: 'website' },
  { name: 'frozen', problem: 'bad \u202eyaml', hints: ['x'] },
  { name: 'lib', type: 'library' },
].map(({ name, type = 'service', hints = [], ...rest }) => ({
  ...{ entityRef: ref(name), kind: 'component', type, hints },
  ...rest,
}));

describe.each(databases.eachSupportedId())(
  'S11.2 GET /discovery on %s',
  databaseId => {
    let knex: Knex;
    let restriction: UsageRestriction;
    let seesAll: boolean;

    beforeAll(async () => {
      knex = await migratedDatabase(databaseId);
      await syncEntities({ knex, entities, now: at(0) });
      for (const [name, environment] of [
        ['cards', 'prod'],
        ['payments', 'dev'],
      ]) {
        const entityRef = ref(name);
        const identity = { ...declared().identity, entityRef, environment };
        await sync(knex, [declared({ identity })], { entityRef });
      }
    });

    beforeEach(() => {
      restriction = { type: 'some' };
      seesAll = false;
    });

    const service = (locators: string[] = []) => {
      const expected = [
        { kind: 'component', types: ['service', 'website'] },
        { kind: 'resource' },
      ];
      return new AuthorizedDiscoveryService(
        new StoredDiscoveryService({
          knex,
          expected,
          locators,
          allowed: ['quay.io'],
        }),
        { setup: jest.fn() },
        {
          visibility: { restrictionFor: async () => restriction },
          permissions: mockServices.permissions({
            result: seesAll ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
          }),
        },
      );
    };
    const list = (
      query: Parameters<StoredDiscoveryService['list']>[0] = {},
      locators?: string[],
    ) => service(locators).list(query, user);
    const names = async (query = {}) =>
      (await list(query)).items.map(({ entityRef }) => entityRef.slice(18));

    it('counts what is expected to run, and lists what nothing is known of', async () => {
      const { coverage, totalItems, hidden } = await list();
      expect(coverage).toEqual([
        { kind: 'component', type: 'service', entities: 7, withUsages: 2 },
        { kind: 'component', type: 'website', entities: 1, withUsages: 0 },
      ]);
      expect(totalItems).toBe(6);
      expect(hidden).toBeUndefined();
      expect(await names()).toEqual([
        ...['bare', 'frozen', 'piped', 'pods', 'site', 'slug'],
      ]);
    });

    it('filters by kind, type and owner, in any case', async () => {
      expect(await names({ type: ['WEBSITE'] })).toEqual(['site']);
      expect(await names({ kind: ['Resource'] })).toEqual([]);
      expect(await names({ owner: ['Group:default/Cards'] })).toEqual(['bare']);
      const { coverage } = await list({ owner: ['group:default/cards'] });
      expect(coverage).toEqual([
        { kind: 'component', type: 'service', entities: 2, withUsages: 1 },
      ]);
    });

    it('names every owner to choose from, whatever is chosen, on the first page', async () => {
      const owners = [
        { owner: 'group:default/cards', entities: 2, withUsages: 1 },
        { owner: 'group:default/payments', entities: 1, withUsages: 1 },
      ];
      const first = await list({ limit: 1 });
      expect(first.owners).toEqual(owners);
      const narrowed = { owner: ['group:default/payments'], type: ['website'] };
      expect((await list(narrowed)).owners).toEqual(owners);
      const cursor = first.pageInfo.nextCursor;
      expect((await list({ limit: 1, cursor })).owners).toBeUndefined();
    });

    it('pages without gaps and overlaps', async () => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await list({ limit: 2, cursor });
        seen.push(...page.items.map(({ entityRef }) => entityRef));
        expect(page.totalItems).toBe(6);
        cursor = page.pageInfo.nextCursor;
        if (cursor === undefined) break;
      }
      expect(seen).toHaveLength(6);
      expect(new Set(seen).size).toBe(6);
    });

    it('shows nothing of entities that the viewer may not see', async () => {
      const entityRefs = new Set([ref('cards'), ref('bare'), ref('lib')]);
      restriction = { type: 'some', entityRefs };
      const { coverage, items, owners } = await list();
      expect(coverage).toEqual([
        { kind: 'component', type: 'service', entities: 2, withUsages: 1 },
      ]);
      expect(owners).toEqual([
        { owner: 'group:default/cards', entities: 2, withUsages: 1 },
      ]);
      expect(items.map(one => one.entityRef)).toEqual([ref('bare')]);
      restriction = { type: 'nothing' };
      expect(await list()).toMatchObject({
        ...{ coverage: [], owners: [], totalItems: 0 },
      });
    });

    it('counts what is hidden once, unfiltered, for who may see all evidence', async () => {
      restriction = { type: 'some', entityRefs: new Set([ref('cards')]) };
      seesAll = true;
      const query = { owner: ['group:default/payments'] };
      expect(await list(query)).toMatchObject({ hidden: 7, totalItems: 0 });
    });

    it.each<[string, UsageRestriction['type'], object, string[]]>([
      [
        'an environment',
        'some',
        { column: 'environment', values: ['dev'] },
        ['bare', 'cards', 'frozen', 'piped', 'pods', 'site', 'slug'],
      ],
      [
        'anything but an environment',
        'some',
        { not: { column: 'environment', values: ['dev'] } },
        ['bare', 'frozen', 'payments', 'piped', 'pods', 'site', 'slug'],
      ],
      [
        'entities by name',
        'some',
        { column: 'entity_ref', values: [ref('bare'), ref('cards')] },
        ['bare'],
      ],
      [
        'all but entities by name, or an environment of others',
        'some',
        {
          not: {
            anyOf: [
              { column: 'entity_ref', values: [ref('bare'), ref('slug')] },
              { column: 'environment', values: ['prod'] },
            ],
          },
        },
        ['cards', 'frozen', 'piped', 'pods', 'site'],
      ],
      ['a group without members', 'some', { anyOf: [] }, []],
    ])('follows a condition about %s', async (_, type, filter, expected) => {
      restriction = { type, filter } as UsageRestriction;
      expect(await names()).toEqual(expected);
    });

    it('says why nothing is known, and the shortest way to end it', async () => {
      const { items } = await list();
      const of = (name: string) =>
        items.find(({ entityRef }) => entityRef === ref(name))!;
      expect(of('frozen')).toMatchObject({
        reason: 'entity-problem',
        problem: 'bad \\u{202e}yaml',
      });
      expect(of('pods')).toMatchObject({
        reason: 'clusters-not-read',
        annotation: 'backstage.io/kubernetes-id',
        fix: { file: 'app-config.yaml' },
      });
      expect(of('slug').reason).toBe('annotation-not-configured');
      expect(parse(of('slug').fix.yaml!).provenance.discovery).toEqual({
        registryAnnotations: [
          { annotation: 'quay.io/repository-slug', tag: 'latest' },
        ],
      });
      expect(of('piped').reason).toBe('not-reported');
      const { metadata } = parse(of('bare').fix.yaml!);
      expect(parse(metadata.annotations['countersign.dev/artifacts'])).toEqual([
        { reference: 'registry.example.com/team/bare:1.0.0' },
      ]);
    });

    it('tells a locator that fails from one that sees nothing', async () => {
      const reason = async () =>
        (await list({}, ['kubernetes'])).items.find(
          one => one.entityRef === ref('pods'),
        );
      expect((await reason())?.reason).toBe('clusters-see-nothing');
      await notePass({
        ...{ knex, locator: 'kubernetes', now: at(5) },
        outcome: { status: 'failed', problem: 'cluster-7 is away' },
      });
      expect(await reason()).toMatchObject({
        reason: 'locator-failing',
        problem: 'cluster-7 is away',
      });
    });
  },
);
