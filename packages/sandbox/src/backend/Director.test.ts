import { startRegistry, type Registry } from '../registry';
import type { Act } from '../world';
import { Director } from './Director';

describe('Director', () => {
  let registry: Registry;
  let now = 0;
  const clock = { now: () => new Date(now) };
  let played = false;
  const act: Act = {
    id: 'tag-moved',
    repository: 'a/b',
    get played() {
      return played;
    },
    async run() {
      played = true;
    },
  };

  beforeEach(async () => {
    registry = await startRegistry();
    played = false;
  });
  afterEach(() => registry.close());

  const look = async (...paths: string[]) => {
    for (const path of paths)
      await fetch(`http://${registry.host}/v2/a/b/${path}`);
  };
  const digest = `sha256:${'0'.repeat(64)}`;
  const everything = [
    'manifests/1.0.0',
    `referrers/${digest}`,
    `manifests/sha256-${'0'.repeat(64)}.sig`,
    `manifests/sha256-${'0'.repeat(64)}.att`,
  ];

  it('plays an act after a full look and a quiet while, once', async () => {
    const director = new Director({ registry, acts: [act] }, clock);
    await look(...everything);
    now += 14_999;
    expect(await director.tick()).toEqual([]);
    now += 1;
    expect(await director.tick()).toEqual(['tag-moved']);
    expect(await director.tick()).toEqual([]);
    director.stop();
  });

  it('waits while places are left or somebody still looks', async () => {
    const director = new Director({ registry, acts: [act] }, clock);
    await look(...everything.slice(0, 3));
    now += 60_000;
    expect(await director.tick()).toEqual([]);
    await look(everything[3]);
    now += 10_000;
    await look(everything[0]);
    now += 10_000;
    expect(await director.tick()).toEqual([]);
    director.stop();
  });

  it('hears nothing once stopped', async () => {
    const director = new Director({ registry, acts: [act] }, clock);
    director.stop();
    await look(...everything);
    now += 60_000;
    expect(await director.tick()).toEqual([]);
  });
});
