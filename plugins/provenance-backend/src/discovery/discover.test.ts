import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, ManualClock, unseen } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { readPasses } from '../store';
import { discover, type DiscoveryContext } from './discover';
import type { Source } from './Source';

jest.setTimeout(60_000);

const image = (name: string) => `- reference: ghcr.io/acme/${name}:1`;

describe.each(databases.eachSupportedId())('discover on %s', databaseId => {
  let knex: Knex;
  let context: DiscoveryContext;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    context = {
      knex,
      catalog: catalogServiceMock(),
      auth: mockServices.auth(),
      clock: new ManualClock(),
      logger: mockServices.logger.mock(),
      judgeUnseen: () => unseen,
      generation: 'g1',
    };
  });

  const pass = (entities: Entity[]) =>
    discover({ ...context, catalog: catalogServiceMock({ entities }) });

  const open = async (): Promise<string[]> =>
    (
      await knex('usages')
        .join('usage_states', 'usage_states.usage_id', 'usages.id')
        .whereNull('valid_to')
        .orderBy('entity_ref')
    ).map(row => row.entity_ref);

  it('reads every kind of entity that has the annotation', async () => {
    const bare = component('bare', '');
    delete bare.metadata.annotations;
    const system = { ...component('pay', image('pay')), kind: 'System' };
    expect(await pass([component('a', image('a')), bare, system])).toEqual({
      entities: 3,
      changes: 2,
    });
    expect(await open()).toEqual(['component:default/a', 'system:default/pay']);
    expect(await pass([component('a', image('a')), bare, system])).toEqual({
      entities: 3,
      changes: 0,
    });
  });

  it('ends the usages of entities that vanished or lost the annotation, after two passes', async () => {
    await pass([
      component('a', image('a')),
      component('b', image('b')),
      component('c', image('c')),
    ]);
    const lost = component('b', '');
    delete lost.metadata.annotations;
    const left = [lost, component('c', image('c'))];
    expect(await pass(left)).toEqual({ entities: 2, changes: 0 });
    expect(
      await knex('usage_claims').whereNotNull('missing_since'),
    ).toHaveLength(2);
    expect(await pass(left)).toEqual({ entities: 2, changes: 2 });
    expect(await open()).toEqual(['component:default/c']);
    expect((await knex('entities')).map(row => row.entity_ref).sort()).toEqual([
      'component:default/b',
      'component:default/c',
    ]);
  });

  it('ends nothing when the catalog breaks off, and keeps what it said', async () => {
    await pass([component('a', image('a'))]);
    const catalog = catalogServiceMock.mock({
      async *streamEntities() {
        yield [component('b', image('b'))];
        throw new Error('connection lost');
      },
    });
    await expect(discover({ ...context, catalog })).rejects.toThrow(
      'connection lost',
    );
    expect(await open()).toEqual([
      'component:default/a',
      'component:default/b',
    ]);
  });

  it('ends nothing once another replica was given the task', async () => {
    await pass([component('a', image('a'))]);
    const lost = new AbortController();
    const catalog = catalogServiceMock.mock({
      async *streamEntities() {
        yield [component('b', image('b'))];
        lost.abort();
      },
    });
    await expect(
      discover({ ...context, catalog, signal: lost.signal }),
    ).rejects.toThrow(/abort/);
    expect(await open()).toEqual([
      'component:default/a',
      'component:default/b',
    ]);
  });

  it('ends nothing that a short answer left out', async () => {
    const all = [component('a', image('a')), component('b', image('b'))];
    await pass(all);
    const catalog = catalogServiceMock({ entities: all });
    jest
      .spyOn(catalog, 'streamEntities')
      .mockImplementation(async function* short() {
        yield [all[0]];
      });
    expect(await discover({ ...context, catalog })).toMatchObject({
      changes: 0,
    });
    expect(await open()).toHaveLength(2);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('the catalog is away'))],
    ['is short', () => Promise.resolve({ items: [] })],
  ])(
    'ends nothing where the question about what vanished %s',
    async (_, answer) => {
      await pass([component('a', image('a'))]);
      const catalog = catalogServiceMock();
      jest.spyOn(catalog, 'getEntitiesByRefs').mockImplementation(answer);
      await expect(discover({ ...context, catalog })).rejects.toThrow(
        /the catalog/,
      );
      expect(await open()).toEqual(['component:default/a']);
      expect(
        await knex('locator_passes').where({ locator: 'annotation' }).first(),
      ).toMatchObject({
        finished_at: at(0),
        problem: expect.stringContaining('the catalog'),
      });
    },
  );

  it('stops between two entities once another replica was given the task', async () => {
    await pass([component('a', image('a')), component('b', image('b'))]);
    const lost = new AbortController();
    const changed = [component('a', image('x')), component('b', image('y'))];
    context.judgeUnseen = () => {
      lost.abort();
      return unseen;
    };
    await expect(
      discover({
        ...context,
        catalog: catalogServiceMock({ entities: changed }),
        signal: lost.signal,
      }),
    ).rejects.toThrow(/abort/);
    const left = (await knex('usages').whereLike('repository', '%/b')).map(
      row => row.id,
    );
    expect(
      await knex('usage_states')
        .whereIn('usage_id', left)
        .whereNull('valid_to'),
    ).toHaveLength(1);
  });

  it('asks the catalog only for what it needs, as itself', async () => {
    const streamEntities = jest.fn(async function* none() {});
    await discover({
      ...context,
      catalog: catalogServiceMock.mock({ streamEntities }),
    });
    expect(streamEntities).toHaveBeenCalledWith(
      expect.objectContaining({
        fields: [
          ...['kind', 'metadata', 'relations', 'status'],
          ...['spec.type', 'spec.owner', 'spec.system', 'spec.lifecycle'],
        ],
      }),
      {
        credentials: expect.objectContaining({
          principal: { type: 'service', subject: 'plugin:test' },
        }),
      },
    );
  });

  it('goes on where one entity cannot be kept', async () => {
    context.judgeUnseen = usage => {
      if (usage.repository?.endsWith('/a')) throw new Error('broken');
      return unseen;
    };
    expect(
      await pass([component('a', image('a')), component('b', image('b'))]),
    ).toMatchObject({ entities: 2, changes: 1 });
    expect(await open()).toEqual(['component:default/b']);
    context.judgeUnseen = () => unseen;
    expect(
      await pass([component('a', image('a')), component('b', image('b'))]),
    ).toMatchObject({ changes: 1 });
  });

  it('forgets that something was missing when it is back', async () => {
    const all = [component('a', image('a')), component('b', image('b'))];
    await pass(all);
    await pass([all[1]]);
    await pass(all);
    expect(
      await knex('usage_claims').whereNotNull('missing_since'),
    ).toHaveLength(0);
    await pass([all[1]]);
    expect(await open()).toHaveLength(2);
  });

  describe('holds back', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        component(`c${i}`, image(`c${i}`)),
      );

    it('what would be more than a fifth, says so, and believes it after a day', async () => {
      const clock = context.clock as ManualClock;
      await pass(many(50));
      await pass(many(30));
      expect(await pass(many(30))).toMatchObject({ changes: 0 });
      const findings = () =>
        knex('findings')
          .where({ code: 'discovery-held-back' })
          .whereNull('closed_at');
      expect(await findings()).toMatchObject([
        { about: 'annotation', old: '50 artifacts', new: '30 artifacts' },
      ]);
      clock.advance(24 * 60 - 1);
      expect(await pass(many(30))).toMatchObject({ changes: 0 });
      clock.advance(1);
      expect(await pass(many(30))).toMatchObject({ changes: 20 });
      expect(await open()).toHaveLength(30);
      expect(await findings()).toEqual([]);
    });

    it('nothing where a fifth goes, and nothing of a small portal', async () => {
      await pass(many(60));
      await pass(many(48));
      expect(await pass(many(48))).toMatchObject({ changes: 12 });
      await pass(many(38));
      expect(await pass(many(38))).toMatchObject({ changes: 10 });
    });
  });

  describe('another locator', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const observing = (locate: Source['locate'], name = 'cluster'): Source => ({
      name,
      standing: 'observed',
      locate,
    });
    const seeing = (entityRef: string, name: string, incomplete?: string) =>
      observing(async () => [
        {
          entityRef,
          usages: [
            {
              identity: {
                entityRef,
                kind: 'container-image' as const,
                repository: `ghcr.io/acme/${name}`,
              },
              reference: `ghcr.io/acme/${name}@${digest}`,
              digest: digest as never,
            },
          ],
          incomplete,
        },
      ]);
    const withSource = (source: Source, entities: Entity[]) =>
      discover({
        ...context,
        catalog: catalogServiceMock({ entities }),
        sources: [source],
      });
    const a = component('a', image('a'));

    it('S3.2 outranks what is declared, and gives it back when it sees nothing any more', async () => {
      const references = async () =>
        (
          await knex('usage_states').whereNull('valid_to').select('reference')
        ).map(row => row.reference);
      await pass([a]);
      await withSource(seeing('component:default/a', 'a'), [a]);
      expect(await references()).toEqual([`ghcr.io/acme/a@${digest}`]);
      expect(await knex('usage_claims').where({ outranked: 1 })).toMatchObject([
        { locator: 'annotation' },
      ]);
      const blind = observing(async entities =>
        entities.map(one => ({
          entityRef: `component:default/${one.metadata.name}`,
          usages: [],
        })),
      );
      await withSource(blind, [a]);
      expect(await references()).toEqual([`ghcr.io/acme/a@${digest}`]);
      await withSource(blind, [a]);
      expect(await references()).toEqual(['ghcr.io/acme/a:1']);
    });

    it('that throws keeps what it said, and harms nobody else', async () => {
      await withSource(seeing('component:default/a', 'a'), [a]);
      const b = component('b', image('b'));
      const broken = observing(async () => {
        throw new Error('cluster away');
      });
      for (const _ of [1, 2, 3]) await withSource(broken, [a, b]);
      expect(await open()).toEqual([
        'component:default/a',
        'component:default/b',
      ]);
      expect(await readPasses({ knex })).toMatchObject([
        { locator: 'annotation', problem: undefined },
        { locator: 'cluster', problem: 'cluster away', failingSince: at(0) },
        { locator: 'report' },
      ]);
    });

    it('that speaks about an entity it was not asked about is not heard', async () => {
      const liar = seeing('component:default/victim', 'a');
      const victim = component('victim', image('victim'));
      await pass([victim]);
      await discover({
        ...context,
        catalog: catalogServiceMock({ entities: [a] }),
        sources: [liar],
      });
      expect(await knex('usage_claims').where({ locator: 'cluster' })).toEqual(
        [],
      );
      expect((await readPasses({ knex }))[1].problem).toMatch(
        /spoke about 1 entities/,
      );
    });

    it('that did not see everything ends nothing', async () => {
      await withSource(seeing('component:default/a', 'x'), [a]);
      const partly = seeing('component:default/a', 'y', 'eu did not answer');
      await withSource(partly, [a]);
      await withSource(partly, [a]);
      const claimed = await knex('usage_claims')
        .where({ locator: 'cluster' })
        .whereNull('valid_to')
        .orderBy('reference');
      expect(claimed.map(row => row.reference)).toEqual([
        `ghcr.io/acme/x@${digest}`,
        `ghcr.io/acme/y@${digest}`,
      ]);
      expect((await readPasses({ knex }))[1].problem).toBe('eu did not answer');
    });

    it('S3.2 that sees another tag than the declared one is a finding until they agree', async () => {
      const sees = (tag: string) =>
        observing(async () => {
          const [answer] = await seeing('component:default/a', 'a').locate([], {
            signal: AbortSignal.timeout(1_000),
          });
          return [
            { ...answer, usages: answer.usages.map(one => ({ ...one, tag })) },
          ];
        });
      await withSource(sees('2'), [a]);
      const findings = () =>
        knex('findings')
          .where({ code: 'locators-disagree' })
          .whereNull('closed_at');
      expect(await findings()).toMatchObject([
        { old: 'ghcr.io/acme/a:1', new: `ghcr.io/acme/a@${digest}` },
      ]);
      await withSource(sees('1'), [a]);
      expect(await findings()).toEqual([]);
    });
  });
});
