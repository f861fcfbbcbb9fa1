import { mockCredentials } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ManualClock } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { VisibleEntities } from './VisibleEntities';

const ada = mockCredentials.user('user:default/ada');
const bob = mockCredentials.user('user:default/bob');

function setup() {
  const clock = new ManualClock();
  const streamEntities = jest.fn(async function* pages() {
    yield [component('a', '')];
    yield [component('B', '')];
  });
  const catalog = catalogServiceMock.mock({ streamEntities });
  return {
    clock,
    streamEntities,
    visible: new VisibleEntities({ catalog, clock }),
  };
}

describe('VisibleEntities', () => {
  it('asks the catalog as the viewer, page by page', async () => {
    const { visible, streamEntities } = setup();
    expect([...(await visible.of(ada))]).toEqual([
      'component:default/a',
      'component:default/b',
    ]);
    expect(streamEntities).toHaveBeenCalledWith(expect.anything(), {
      credentials: ada,
    });
  });

  it('remembers for at most a minute, each viewer alone', async () => {
    const { visible, streamEntities, clock } = setup();
    await visible.of(ada);
    await visible.of(ada);
    expect(streamEntities).toHaveBeenCalledTimes(1);
    await visible.of(bob);
    expect(streamEntities).toHaveBeenCalledTimes(2);
    clock.advance(1);
    await visible.of(ada);
    expect(streamEntities).toHaveBeenCalledTimes(3);
  });

  it('asks once for requests that come together', async () => {
    const { visible, streamEntities } = setup();
    await Promise.all([visible.of(ada), visible.of(ada)]);
    expect(streamEntities).toHaveBeenCalledTimes(1);
  });

  it('does not remember services', async () => {
    const { visible, streamEntities } = setup();
    await visible.of(mockCredentials.service());
    await visible.of(mockCredentials.service());
    expect(streamEntities).toHaveBeenCalledTimes(2);
  });

  it('does not remember a failure', async () => {
    const { visible, streamEntities } = setup();
    streamEntities.mockImplementationOnce(async function* broken() {
      throw new Error('catalog is down');
    });
    await expect(visible.of(ada)).rejects.toThrow('catalog is down');
    expect((await visible.of(ada)).size).toBe(2);
  });

  it('asks again when the clock went back', async () => {
    const { visible, streamEntities, clock } = setup();
    await visible.of(ada);
    clock.advance(-10);
    await visible.of(ada);
    expect(streamEntities).toHaveBeenCalledTimes(2);
  });

  it('remembers only entities that can have usages', async () => {
    const clock = new ManualClock();
    const api = { ...component('api', ''), kind: 'API' };
    const bare = component('bare', '');
    for (const one of [api, bare]) delete one.metadata.annotations;
    const named = { ...component('a', '- reference: x'), kind: 'API' };
    const catalog = catalogServiceMock({ entities: [api, bare, named] });
    const visible = new VisibleEntities({ catalog, clock });
    // A locator may see what a component runs that says nothing itself.
    expect([...(await visible.of(ada))].sort()).toEqual([
      'api:default/a',
      'component:default/bare',
    ]);
  });

  it('forgets the oldest where many see a large catalog', async () => {
    const { visible, streamEntities } = setup();
    streamEntities.mockImplementation(async function* large() {
      yield Array.from({ length: 200_000 }, (_, i) => component(`${i}`, ''));
    });
    const viewers = ['a', 'b', 'c'].map(name =>
      mockCredentials.user(`user:default/${name}`),
    );
    for (const viewer of viewers) await visible.of(viewer);
    await visible.of(viewers[2]);
    await visible.of(viewers[1]);
    expect(streamEntities).toHaveBeenCalledTimes(3);
    await visible.of(viewers[0]);
    expect(streamEntities).toHaveBeenCalledTimes(4);
  });

  it('keeps a newer answer where an older question fails late', async () => {
    const { visible, streamEntities, clock } = setup();
    let fail = () => {};
    const failed = new Promise<void>((_, reject) => {
      fail = () => reject(new Error('too late'));
    });
    streamEntities.mockImplementationOnce(async function* slow() {
      await failed;
    });
    const late = visible.of(ada);
    clock.advance(1);
    await visible.of(ada);
    fail();
    await expect(late).rejects.toThrow('too late');
    await visible.of(ada);
    expect(streamEntities).toHaveBeenCalledTimes(2);
  });
});
