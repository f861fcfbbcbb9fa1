import type { Collected } from '@countersign/verifier';
import {
  at,
  collectionOf,
  digestOf,
  ManualClock,
  registryDown,
} from '../__testUtils__/fixtures';
import { RecentLooks } from './RecentLooks';

const subject = digestOf('a');

describe('RecentLooks', () => {
  let clock: ManualClock;
  let looks: RecentLooks;
  let look: jest.Mock<Promise<Collected>>;

  const collected = (changes = {}): Collected => ({
    collection: collectionOf(subject, at(0), changes),
    materials: [],
  });

  beforeEach(() => {
    clock = new ManualClock();
    looks = new RecentLooks(clock);
    look = jest.fn(async () => collected());
  });

  const now = () => clock.now().getTime();
  const collect = (key = 'k', since: number | undefined = now()) =>
    looks.collect(key, since, look);

  it('makes one look for those who ask at the same time', async () => {
    const [one, other] = await Promise.all([collect(), collect()]);
    expect(one).toBe(other);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('S12.1 gives what one was shown to nobody with another key', async () => {
    await Promise.all([collect('team a'), collect('team b')]);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('lets a look speak for a minute, and for nobody who fell due after it began', async () => {
    const due = now();
    await collect('k', due);
    clock.advance(0.5);
    await collect('k', due);
    expect(look).toHaveBeenCalledTimes(1);
    await collect('k', due + 1);
    expect(look).toHaveBeenCalledTimes(2);
    clock.advance(1);
    await collect('k', due);
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('makes a look of their own for whoever asks in person', async () => {
    await collect();
    await looks.collect('k', undefined, look);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a look that was not finished', { status: 'failed', cause: registryDown }],
  ] as const)('S5.4 keeps nothing of %s', async (_, outcome) => {
    look.mockResolvedValueOnce(
      collected({ sources: [{ source: 'referrers-api', ...outcome }] }),
    );
    await collect();
    await collect();
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('keeps nothing of what threw', async () => {
    look.mockRejectedValueOnce(new Error('no'));
    await expect(collect()).rejects.toThrow('no');
    await collect();
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('forgets when the clock is put back', async () => {
    await collect('k', 0);
    clock.advance(-5);
    await collect('k', 0);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('holds a bounded number of bytes', async () => {
    const bytes = Buffer.alloc(40 * 1024 * 1024);
    look.mockImplementation(async () => ({
      ...collected(),
      materials: [{ bytes } as unknown as Collected['materials'][number]],
    }));
    for (const key of ['a', 'b', 'c', 'c']) await collect(key, 0);
    expect(look).toHaveBeenCalledTimes(3);
    await collect('a', 0);
    expect(look).toHaveBeenCalledTimes(4);
  });
});
