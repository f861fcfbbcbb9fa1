import { lineDiff } from './lineDiff';

const signs = { before: '-', after: '+', both: ' ' };
const drawn = (before: string, after: string) =>
  lineDiff(before, after).map(({ side, text }) => `${signs[side]}${text}`);

describe('two texts line by line', () => {
  it.each([
    ['the same', 'a\nb\n', 'a\nb\n', [' a', ' b']],
    ['nothing before', '', 'a\nb\n', ['+a', '+b']],
    ['nothing after', 'a\n', '', ['-a']],
    ['nothing at all', '', '', []],
    ['one in the middle', 'a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['one that moved', 'a\nb\nc', 'b\nc\na', ['-a', ' b', ' c', '+a']],
    ['the same at both ends', 'a\na', 'a\na\na', [' a', ' a', '+a']],
  ])('%s', (_, before, after, lines) => {
    expect(drawn(before, after)).toEqual(lines);
  });

  it('keeps either text whole, also where they are too long to be compared', () => {
    const text = (name: string) =>
      Array.from({ length: 1_500 }, (_, i) => `${name}${i}`).join('\n');
    const lines = lineDiff(`a\n${text('x')}\nz`, `a\n${text('y')}\nz`);
    const side = (which: 'before' | 'after') =>
      lines
        .filter(one => one.side === which || one.side === 'both')
        .map(one => one.text)
        .join('\n');
    expect(side('before')).toBe(`a\n${text('x')}\nz`);
    expect(side('after')).toBe(`a\n${text('y')}\nz`);
    expect(lines.filter(one => one.side === 'both')).toHaveLength(2);
  });
});
