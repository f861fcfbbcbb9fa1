import fc from 'fast-check';
import { compilePattern } from '../../pattern';
import { coversPattern } from './coversPattern';

describe('coversPattern', () => {
  it.each([
    ['a*', 'ab*', true],
    ['a**', 'a*', true],
    ['a*', 'a**', false],
    ['a*', 'a/*', false],
    ['**', 'x', true],
    ['a*c', 'a*b*c', true],
    ['a', 'a*', false],
  ])('%s over %s: %s', (wide, narrow, expected) =>
    expect(coversPattern(wide, narrow)).toBe(expected),
  );

  it('takes the stars of a text for stars', () => {
    expect(coversPattern('v*', 'v**', true)).toBe(true);
  });

  it('S2.2 says yes only where everything that matches the one matches the other', () => {
    const part = fc.constantFrom('a', 'b', '/', '*', '**');
    const pattern = fc
      .array(part, { minLength: 1, maxLength: 6 })
      .map(parts => parts.join('').replace(/\*{3,}/g, '**'));
    const text = fc
      .array(fc.constantFrom('a', 'b', '/'), { minLength: 1, maxLength: 6 })
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(
        pattern,
        pattern,
        fc.array(text, { maxLength: 20 }),
        (wide, narrow, texts) => {
          fc.pre(coversPattern(wide, narrow));
          for (const one of texts.filter(compilePattern(narrow).matches))
            expect(compilePattern(wide).matches(one)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
