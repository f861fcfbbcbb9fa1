import { differenceBetween, type Piece } from './difference';

const marked = (pieces: Piece[]) =>
  pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');

describe('differenceBetween', () => {
  it.each([
    ['refs/tags/1.8.2', 'refs/tags/v*', 'refs/tags/[1.8.2]', 'refs/tags/[v*]'],
    [
      'refs/heads/hotfix-2',
      'refs/tags/v*',
      'refs/[heads]/[hotfix-2]',
      'refs/[tags]/[v*]',
    ],
    [
      'https://github.com/acme/payments/.github/workflows/build.yml@refs/tags/v1',
      'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
      'https://github.com/acme/payments/.github/workflows/[build.yml]@refs/tags/v1',
      'https://github.com/acme/*/.github/workflows/[release.yml]@refs/tags/v*',
    ],
    [
      'refs/heads/feature/x',
      'refs/heads/main',
      'refs/heads/[feature/x]',
      'refs/heads/[main]',
    ],
    ['a', 'a', 'a', 'a'],
    ['', 'x', '', '[x]'],
  ])('marks what differs in %s', (found, wanted, foundMarked, wantedMarked) => {
    const difference = differenceBetween(found, wanted);
    expect(marked(difference.found)).toBe(foundMarked);
    expect(marked(difference.wanted)).toBe(wantedMarked);
  });

  it('loses nothing of either text', () => {
    const found = 'https://a.example//x@@y';
    const wanted = 'https://**/z@y';
    const difference = differenceBetween(found, wanted);
    const text = (pieces: Piece[]) => pieces.map(piece => piece.text).join('');
    expect(text(difference.found)).toBe(found);
    expect(text(difference.wanted)).toBe(wanted);
  });

  it('compares an overlong text as a whole instead of walking it', () => {
    const found = 'a/'.repeat(500_000);
    expect(differenceBetween(found, 'a/*').found).toEqual([
      { text: found, differs: true },
    ]);
  });

  it('takes a pattern that does not compile as a plain text', () => {
    expect(marked(differenceBetween('a/b', 'a/***').wanted)).toBe('a/[***]');
  });
});
