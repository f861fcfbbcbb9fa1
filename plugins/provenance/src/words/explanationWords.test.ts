import {
  findingCodes,
  type Finding,
} from '@countersign/backstage-plugin-provenance-common';
import { minutesAgo } from '../__testUtils__/usages';
import { findingWords, moveWords } from './explanationWords';

const finding = (code: Finding['code'], changes: Partial<Finding> = {}) =>
  findingWords({
    ...{ code, firstSeenAt: minutesAgo(2), lastSeenAt: minutesAgo(1) },
    ...changes,
  });

describe('the words of findings', () => {
  it.each(findingCodes)('say %s in plain words', code => {
    const { title, sentence, fix, mover } = finding(code, {
      ...{ old: 'OLD', new: 'NEW', about: 'ABOUT' },
    });
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(title).not.toContain(code);
    for (const text of [sentence, fix]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      // Neither a code nor a place that nothing filled.
      expect(text).not.toMatch(/[{}[\]]|unknown|\b[a-z]+(-[a-z]+){2,}\b/);
    }
    expect(moveWords(mover)).toMatch(/ move$/);
  });

  it('are others for each finding', () => {
    const all = findingCodes.map(code => finding(code));
    for (const part of ['title', 'sentence'] as const)
      expect(new Set(all.map(words => words[part])).size).toBe(
        findingCodes.length,
      );
  });

  it.each(findingCodes)(
    'of %s leave no gap where nothing more is known',
    code => {
      expect(finding(code).sentence).toMatch(/^[A-Za-z].*\.$/);
      expect(finding(code).sentence).not.toMatch(/[{}[\]]|undefined| {2}/);
    },
  );
});
