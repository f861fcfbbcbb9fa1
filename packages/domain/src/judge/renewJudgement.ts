import { provesAbsence, type Collection } from '../records/collection';
import type { Judgement } from '../records/verdict';
import { rulesFor } from './activeRules';
import { overdue } from './freshness';
import type { JudgeInput, JudgeSettings } from './input';
import { firstAfter, instantsOfWords, tooOld } from './reconsiderAt';

/**
 * The first instant after now at which the clock changes what rules and evidence say, however often somebody looks in
 * between and finds the same. ISO 8601, UTC; absent where there is none.
 *
 * @public
 */
export function wordsHoldUntil(input: JudgeInput): string | undefined {
  const { active } = rulesFor(input);
  return firstAfter(input.now, instantsOfWords(input, active));
}

/**
 * What `judge` would say after a look that found what the look before it found, under the same rules and evidence: the
 * same, as of the new look (S1.6).
 *
 * @param look - `collections`: of the digest first, then of what it lists; `wordsUntil`: see {@link wordsHoldUntil}, as
 * it was when it was judged; `now`: before that instant, and not before it was judged
 * @returns undefined where that is not certain: the look saw something not to the end, or is too old by now
 * @public
 */
export function renewJudgement(
  judgement: Judgement,
  look: {
    collections: readonly [Collection, ...Collection[]];
    wordsUntil: string | undefined;
    settings: JudgeSettings;
    now: string;
  },
): Judgement | undefined {
  const { collections, wordsUntil, settings, now } = look;
  const provenAt = collections[0].at;
  const ends = [
    overdue(provenAt, settings),
    ...collections.map(one => tooOld(one, settings)),
  ];
  if (!collections.every(provesAbsence)) return undefined;
  if (ends.some(end => !(end > Date.parse(now)))) return undefined;
  const words = wordsUntil === undefined ? [] : [Date.parse(wordsUntil)];
  if (words.some(end => !(end > Date.parse(now)))) return undefined;
  const { reconsiderAt: _, ...same } = judgement;
  const next = firstAfter(now, [...ends, ...words]);
  return {
    ...same,
    freshness: { status: 'fresh', provenAt },
    ...(next !== undefined && { reconsiderAt: next }),
  };
}
