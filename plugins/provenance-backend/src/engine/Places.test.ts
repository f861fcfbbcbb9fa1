import type { WorkClaim } from '../store';
import { Places } from './Places';
import type { HeldTask } from './Task';

const settled = () => new Promise(resolve => setImmediate(resolve));

describe('Places', () => {
  let failing: Set<string>;
  let begun: string[];
  let ends: (() => void)[];

  beforeEach(() => {
    failing = new Set();
    begun = [];
    ends = [];
  });

  const create = (most = 4) =>
    new Places({
      most,
      isFailing: host => failing.has(host),
      work: ({ host = 'nobody' }) => {
        begun.push(host);
        return new Promise(resolve => ends.push(resolve));
      },
    });
  const tasks = (count: number, host?: string): HeldTask[] =>
    Array.from({ length: count }, (_, i) => ({
      claims: [{ usageId: `${host} ${i}` } as WorkClaim],
      mode: host === undefined ? 'judge' : 'look',
      lease: { end() {} },
      ...(host !== undefined && { host }),
    }));

  it('gives one host all places while nobody else has anything to do', () => {
    const places = create();
    places.add(tasks(8, 'a'));
    expect(begun).toEqual(['a', 'a', 'a', 'a']);
  });

  it('leaves one more place to others where one host has taken all', () => {
    const places = create();
    places.add(tasks(8, 'a'));
    places.add(tasks(2, 'b'));
    expect(begun).toEqual(['a', 'a', 'a', 'a', 'b']);
  });

  it('gives one host at most half of the places while others wait', () => {
    const places = create();
    places.add([...tasks(6, 'a'), ...tasks(2, 'b')]);
    expect([...begun].sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('gives a host that fails at most half of the places, whoever waits', () => {
    failing.add('a');
    const places = create();
    places.add(tasks(6, 'a'));
    expect(begun).toEqual(['a', 'a']);
  });

  it('gives a host at least one place', () => {
    failing.add('a');
    const places = create(1);
    places.add(tasks(2, 'a'));
    expect(begun).toEqual(['a']);
  });

  it('begins the next when a place falls free', async () => {
    const places = create(1);
    places.add([...tasks(1, 'a'), ...tasks(1)]);
    expect(begun).toEqual(['a', 'nobody']);
    ends[0]();
    ends[1]();
    await settled();
    expect(places.running.size).toBe(0);
  });

  it('asks for more of the same while less than half of its places have something waiting', () => {
    const places = create();
    expect([places.wanted, places.isShort]).toEqual([12, true]);
    places.add(tasks(6, 'a'));
    expect([places.wanted, places.isShort]).toEqual([6, true]);
    expect(places.roomFor(false).full).toEqual([]);
    places.add(tasks(1, 'a'));
    expect([places.wanted, places.isShort]).toEqual([5, false]);
    // Whoever else has something to do finds a place all the same.
    expect(places.roomFor(false).full).toEqual(['a']);
    expect(places.drop()).toHaveLength(3);
    expect([places.wanted, places.isShort]).toEqual([8, true]);
  });

  it('is idle where a place is free for which nothing waits', async () => {
    failing.add('a');
    const places = create(2);
    expect(places.isIdle).toBe(true);
    places.add(tasks(2, 'a'));
    expect(places.isIdle).toBe(true);
    places.add(tasks(2, 'b'));
    expect(places.isIdle).toBe(false);
    ends[1]();
    await settled();
    expect(begun).toEqual(['a', 'b', 'b']);
    expect(places.isIdle).toBe(false);
  });

  it('asks for no more work of a host than leaves room for others', () => {
    failing.add('b');
    const places = create();
    places.add([...tasks(4, 'a'), ...tasks(2, 'b')]);
    expect(places.roomFor(true).full).toEqual(['a']);
    expect(places.roomFor(true).room('b')).toBe(2);
    expect(places.roomFor(false).full).toEqual([]);
    expect(places.roomFor(false).room('a')).toBe(4);
    expect(places.roomFor(false).room('b')).toBe(2);
  });
});
