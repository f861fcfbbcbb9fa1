import type { AuthorityKeeper } from './AuthorityKeeper';
import { TrustKeeper } from './TrustKeeper';

/** A keeper of which only the refreshes matter. */
function fake(refresh: () => Promise<boolean>) {
  const open = jest.fn(async () => undefined);
  const status = () => ({ name: 'fake' });
  return { open, refresh, status } as unknown as AuthorityKeeper;
}

/** Everything that was put off, to be run by hand. */
function timers() {
  const waiting: { milliseconds: number; run: () => void }[] = [];
  const cancelled = jest.fn();
  return {
    waiting,
    cancelled,
    later: (milliseconds: number, run: () => void) => {
      waiting.push({ milliseconds, run });
      return cancelled;
    },
  };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

describe('TrustKeeper', () => {
  it('asks at once and then every minute, and says what changed', async () => {
    const refresh = jest
      .fn<Promise<boolean>, []>()
      .mockResolvedValueOnce(true)
      .mockResolvedValue(false);
    const { later, waiting } = timers();
    const keeper = new TrustKeeper([fake(refresh)], later);
    const [changed, turned] = [jest.fn(), jest.fn()];
    keeper.onChange(changed);
    keeper.onTurn(turned);
    await keeper.open();
    expect(refresh).not.toHaveBeenCalled();
    keeper.start();
    await settled();
    expect(waiting).toMatchObject([{ milliseconds: 60_000 }]);
    waiting[0].run();
    await settled();
    expect(refresh).toHaveBeenCalledTimes(2);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(turned).toHaveBeenCalledTimes(2);
    expect(keeper.statuses()).toEqual([{ name: 'fake' }]);
  });

  it('lets a mirror that hangs delay nobody else', async () => {
    const { later, waiting } = timers();
    const hanging = fake(() => new Promise(() => undefined));
    const changed = jest.fn();
    const keeper = new TrustKeeper([hanging, fake(async () => true)], later);
    keeper.onChange(changed);
    keeper.start();
    await settled();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(waiting).toHaveLength(1);
  });

  it('says and asks nothing more once it is stopped', async () => {
    const { later, waiting, cancelled } = timers();
    let answer = (_: boolean) => {};
    const slow = fake(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    const keeper = new TrustKeeper([fake(async () => false), slow], later);
    const changed = jest.fn();
    keeper.onChange(changed);
    keeper.start();
    await settled();
    keeper.stop();
    expect(cancelled).toHaveBeenCalledTimes(1);
    answer(true);
    await settled();
    expect(changed).not.toHaveBeenCalled();
    expect(waiting).toHaveLength(1);
  });
});
