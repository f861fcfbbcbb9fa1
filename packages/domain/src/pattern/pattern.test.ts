import fc from 'fast-check';
import { compilePattern, PatternError } from './pattern';

const matches = (pattern: string, text: string) =>
  compilePattern(pattern).matches(text);

describe('compilePattern', () => {
  it.each([
    ['ghcr.io/acme/**', 'ghcr.io/acme/payments', true],
    ['ghcr.io/acme/**', 'ghcr.io/acme/team/payments', true],
    ['ghcr.io/acme/*', 'ghcr.io/acme/payments', true],
    ['ghcr.io/acme/*', 'ghcr.io/acme/team/payments', false],
    ['ghcr.io/acme/*', 'ghcr.io/acme-evil/payments', false],
    ['refs/tags/v*', 'refs/tags/v1.8.2', true],
    ['refs/tags/v*', 'refs/tags/v1/../../heads/main', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'abbbbc', true],
    ['a**c', 'a/b/c', true],
    ['*', 'a/b', false],
    ['**', 'a/b', true],
    ['dev+ci@acme.io', 'dev+ci@acme.io', true],
    ['a.c', 'abc', false],
    ['[', '[', true],
  ])('S2.2 %s on %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('S2.2 is anchored at both ends', () => {
    expect(matches('release', 'release-evil')).toBe(false);
    expect(matches('release', 'evil-release')).toBe(false);
  });

  it('S2.2 is case-sensitive', () => {
    expect(matches('Acme', 'acme')).toBe(false);
  });

  it('S2.2 lets empty match nothing', () => {
    expect(() => compilePattern('')).toThrow(PatternError);
    expect(matches('**', '')).toBe(false);
    expect(matches('*', '')).toBe(false);
  });

  it('refuses patterns that mean nothing clear', () => {
    expect(() => compilePattern('a***b')).toThrow(PatternError);
    expect(() => compilePattern('a'.repeat(2_001))).toThrow(PatternError);
  });

  it('S2.2 agrees with the regular expression that says the same', () => {
    const part = fc.constantFrom('a', 'b', '/', '.', '*', '**');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 8 }),
        fc.array(fc.constantFrom('a', 'b', '/', '.'), {
          minLength: 1,
          maxLength: 10,
        }),
        (parts, characters) => {
          const pattern = parts.join('');
          const text = characters.join('');
          fc.pre(!pattern.includes('***'));
          const same = pattern
            .replace(/[.]/g, '\\.')
            .replace(/\*\*|\*/g, star => (star === '**' ? '.*' : '[^/]*'));
          expect(matches(pattern, text)).toBe(
            new RegExp(`^${same}$`).test(text),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('S2.2 ends on text made to make it slow', () => {
    // Backtracking over 500 stars would outlive the test's time limit by far.
    expect(matches(`${'*a'.repeat(500)}b`, 'a'.repeat(50_000))).toBe(false);
  });
});
