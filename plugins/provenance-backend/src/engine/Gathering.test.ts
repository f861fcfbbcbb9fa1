import { Gathering } from './Gathering';

/** Work that ends when it is told to. */
function held() {
  const batches: number[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const work = (items: number[]) => {
    batches.push(items);
    return new Promise<number[]>((resolve, reject) =>
      ends.push(error =>
        error ? reject(error) : resolve(items.map(item => item * 2)),
      ),
    );
  };
  return { batches, ends, work };
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('Gathering', () => {
  it('does at once what is asked, and together what is asked meanwhile, as many as may be', async () => {
    const { batches, ends, work } = held();
    const gathering = new Gathering(work, 2);
    const first = gathering.ask(1);
    await turn();
    const later = [2, 3, 4].map(item => gathering.ask(item));
    await turn();
    expect(batches).toEqual([[1]]);
    for (let i = 0; i < 3; i++) {
      ends[i]();
      await turn();
    }
    expect(batches).toEqual([[1], [2, 3], [4]]);
    expect(await Promise.all([first, ...later])).toEqual([2, 4, 6, 8]);
  });

  it('does one by one what failed together, so that only who fails alone hears of it', async () => {
    const asked: number[][] = [];
    const gathering = new Gathering(async (items: number[]) => {
      asked.push(items);
      if (items.includes(2)) throw new Error('two');
      return items;
    }, 8);
    const answers = await Promise.allSettled(
      [1, 2, 3].map(item => gathering.ask(item)),
    );
    expect(asked).toEqual([[1, 2, 3], [1], [2], [3]]);
    expect(answers.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled'],
    ]);
  });

  it('begins again after it had nothing to do', async () => {
    const gathering = new Gathering(async (items: number[]) => items, 8);
    expect(await gathering.ask(1)).toBe(1);
    await turn();
    expect(await gathering.ask(2)).toBe(2);
  });

  it('waits for company only where others began a moment before, and until there is enough', async () => {
    const { batches, ends, work } = held();
    const gathering = new Gathering(work, 8, { ms: 600_000, enough: 2 });
    const first = gathering.ask(1);
    await turn();
    ends[0]();
    await first;
    const second = gathering.ask(2);
    await turn();
    expect(batches).toEqual([[1]]);
    const third = gathering.ask(3);
    await turn();
    expect(batches).toEqual([[1], [2, 3]]);
    ends[1]();
    expect(await Promise.all([second, third])).toEqual([4, 6]);
  });

  it('waits for nobody who does not come', async () => {
    const same = async (items: number[]) => items;
    const gathering = new Gathering(same, 8, { ms: 1, enough: 2 });
    for (let i = 0; i < 3; i++) expect(await gathering.ask(i)).toBe(i);
  });
});
