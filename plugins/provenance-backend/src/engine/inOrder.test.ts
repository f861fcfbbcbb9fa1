import { inOrder } from './inOrder';

describe('inOrder', () => {
  it('keeps the order, whichever is ready first', async () => {
    const open: (() => void)[] = [];
    const done = inOrder([0, 1, 2], 3, async i => {
      await new Promise<void>(resolve => {
        open[i] = resolve;
      });
      return i;
    });
    for (const i of [2, 0, 1]) open[i]();
    expect(await done).toEqual([0, 1, 2]);
  });

  it('has no more in hand than it may', async () => {
    let running = 0;
    let most = 0;
    await inOrder([...Array(10).keys()], 4, async () => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setImmediate(resolve));
      running--;
    });
    expect(most).toBe(4);
  });

  it('begins nothing more once something failed', async () => {
    const begun: number[] = [];
    const work = inOrder([0, 1, 2, 3, 4], 2, async i => {
      begun.push(i);
      throw new Error(`no ${i}`);
    });
    await expect(work).rejects.toThrow('no 0');
    expect(begun).toEqual([0, 1]);
  });
});
