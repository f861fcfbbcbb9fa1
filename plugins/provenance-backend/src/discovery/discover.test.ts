import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { ManualClock, unseen } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { discover, type DiscoveryContext } from './discover';

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
      entities: 2,
      changes: 2,
    });
    expect(await open()).toEqual(['component:default/a', 'system:default/pay']);
    expect(await pass([component('a', image('a')), bare, system])).toEqual({
      entities: 2,
      changes: 0,
    });
  });

  it('ends the usages of entities that vanished or lost the annotation', async () => {
    await pass([
      component('a', image('a')),
      component('b', image('b')),
      component('c', image('c')),
    ]);
    const lost = component('b', '');
    delete lost.metadata.annotations;
    expect(await pass([lost, component('c', image('c'))])).toEqual({
      entities: 1,
      changes: 2,
    });
    expect(await open()).toEqual(['component:default/c']);
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
      expect(await knex('locator_passes')).toHaveLength(1);
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
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.annotations',
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
    let calls = 0;
    context.judgeUnseen = () => {
      if (calls++ === 0) throw new Error('broken');
      return unseen;
    };
    expect(
      await pass([component('a', image('a')), component('b', image('b'))]),
    ).toMatchObject({ entities: 2, changes: 1 });
    expect(await open()).toEqual(['component:default/b']);
    expect(
      await pass([component('a', image('a')), component('b', image('b'))]),
    ).toMatchObject({ changes: 1 });
  });
});
