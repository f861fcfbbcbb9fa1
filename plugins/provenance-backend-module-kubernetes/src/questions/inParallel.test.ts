import { inParallel } from './inParallel';

/** A gate that each worker waits at, so that the test decides who goes on. */
function gates() {
  const begun: number[] = [];
  const open = new Map<number, { resolve(): void; reject(e: Error): void }>();
  const work = (item: number) =>
    new Promise<void>((resolve, reject) => {
      begun.push(item);
      open.set(item, { resolve, reject });
    });
  return { begun, work, gate: (item: number) => open.get(item)! };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

describe('inParallel', () => {
  it('works on so many at the same time, in their order, and on all', async () => {
    const { begun, work, gate } = gates();
    const done = inParallel([1, 2, 3, 4], 2, work);
    expect(begun).toEqual([1, 2]);
    gate(2).resolve();
    await settled();
    expect(begun).toEqual([1, 2, 3]);
    gate(1).resolve();
    await settled();
    expect(begun).toEqual([1, 2, 3, 4]);
    gate(3).resolve();
    gate(4).resolve();
    await done;
  });

  it('begins with nothing more after a failure', async () => {
    const { begun, work, gate } = gates();
    const done = inParallel([1, 2, 3, 4], 2, work);
    const failure = new Error('broken');
    gate(1).reject(failure);
    await expect(done).rejects.toBe(failure);
    gate(2).resolve();
    await settled();
    expect(begun).toEqual([1, 2]);
  });
});
