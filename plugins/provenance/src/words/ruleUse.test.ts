import { ruleUseWords, shadowWords } from './ruleUse';

const now = new Date('2026-11-20T12:00:00Z');
const use = { rule: 'a', usages: 1_412, met: 1_412 };

describe('ruleUseWords', () => {
  it.each([
    [{ usages: 0, met: 0 }, 'Speaks of nothing that runs.'],
    [{ met: 0 }, 'Covers 1,412 usages, never met.'],
    [
      { lastMetAt: '2026-11-20T09:00:00Z' },
      'Covers 1,412 usages, last met 3 h ago.',
    ],
    [
      { met: 3, lastMetAt: '2026-11-20T09:00:00Z' },
      'Covers 1,412 usages, met by 3, last met 3 h ago.',
    ],
  ])('says of %j: %s', (more, words) =>
    expect(ruleUseWords({ ...use, ...more }, now)).toBe(words),
  );
});

it('names the signer that another makes needless, and no other finding', () => {
  const finding = { severity: 'warning' as const, path: 'x', fix: 'y' };
  expect(
    shadowWords([
      { ...finding, code: 'any-branch', sentence: 'No.' },
      { ...finding, code: 'shadowed-signer', sentence: 'Yes.' },
    ]),
  ).toEqual(['Shadowed: Yes.']);
});
