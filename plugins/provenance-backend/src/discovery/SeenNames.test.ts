import { SeenNames } from './SeenNames';

const names = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, i) => `component:default/${prefix}-${i}`);

describe('SeenNames', () => {
  it('knows all that it has seen, however often its table grew, and nothing else', () => {
    const seen = new SeenNames();
    const [present, absent] = [names(20_000, 'there'), names(20_000, 'gone')];
    present.forEach(name => seen.add(name));
    expect(present.filter(name => !seen.has(name))).toEqual([]);
    expect(absent.filter(name => seen.has(name))).toEqual([]);
    expect(seen.size).toBe(20_000);
  });

  it('counts a name once that it sees twice', () => {
    const seen = new SeenNames();
    seen.add('component:default/pay');
    seen.add('component:default/pay');
    expect(seen.size).toBe(1);
  });

  it('is empty at first', () => {
    const seen = new SeenNames();
    expect(seen.has('component:default/pay')).toBe(false);
    expect(seen.size).toBe(0);
  });
});
