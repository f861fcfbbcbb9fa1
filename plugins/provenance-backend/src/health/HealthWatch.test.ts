import { HealthWatch } from './HealthWatch';

/** Something to be read, each time by hand. */
function source() {
  const pending: {
    resolve(value: number): void;
    reject(error: Error): void;
  }[] = [];
  const read = jest.fn(
    () =>
      new Promise<number>((resolve, reject) => {
        pending.push({ resolve, reject });
      }),
  );
  return { read, pending };
}

describe('HealthWatch', () => {
  let time: number;
  const warn = jest.fn();

  beforeEach(() => {
    time = 0;
    warn.mockClear();
  });

  const watchOf = (read: () => Promise<number>, patienceMs = 60_000) =>
    new HealthWatch({
      read,
      logger: { warn },
      everyMs: 15_000,
      elapsed: () => time,
      patienceMs,
    });

  it('reads once for all who ask at the same time, and not again before its time', async () => {
    const { read, pending } = source();
    const watch = watchOf(read);
    const first = [watch.now(), watch.now()];
    pending[0].resolve(1);
    expect(await Promise.all(first)).toEqual([1, 1]);
    time = 14_999;
    expect(await watch.now()).toBe(1);
    expect(read).toHaveBeenCalledTimes(1);
    time = 15_000;
    const second = watch.now();
    pending[1].resolve(2);
    expect(await second).toBe(2);
  });

  it('answers nothing where it cannot be read, says so once, and asks no sooner again', async () => {
    const { read, pending } = source();
    const watch = watchOf(read);
    const failure = new Error('connection refused');
    const first = watch.now();
    pending[0].reject(failure);
    expect(await first).toBeUndefined();
    expect(await watch.now()).toBeUndefined();
    expect(read).toHaveBeenCalledTimes(1);
    time = 15_000;
    const second = watch.now();
    pending[1].reject(failure);
    expect(await second).toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
    time = 30_000;
    const third = watch.now();
    pending[2].resolve(3);
    expect(await third).toBe(3);
  });

  it('does not keep whoever asks waiting for a database that hangs, and does not ask it twice', async () => {
    const { read, pending } = source();
    const watch = watchOf(read, 1);
    expect(await watch.now()).toBeUndefined();
    time = 15_000;
    expect(await watch.now()).toBeUndefined();
    expect(read).toHaveBeenCalledTimes(1);
    pending[0].resolve(1);
    expect(await watch.now()).toBe(1);
  });
});
