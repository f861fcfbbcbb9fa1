import type { Requirement } from '../registry/requirement';
import { asked } from '../testing/asked';
import { ago, collection, hour, scanned } from '../testing/judgeInputs';
import { numbered } from '../testing/truthTables';
import { judge } from './judge';
import type { JudgeInput } from './input';

const fresh: Requirement[] = [
  { type: 'scan', maximum: { critical: 0 }, maximumAgeMs: 5 * hour },
];
const later = (judged: JudgeInput, milliseconds: number) =>
  judge({ ...judged, now: ago(-milliseconds) });

describe('age', () => {
  it('S1.6 what is said of an age is true until the judge looks again', () => {
    const judged = asked(fresh, [scanned(0, 6)]);
    const first = judge(judged);
    expect(first.reason).toEqual(
      expect.objectContaining({
        code: 'condition-not-met',
        parameters: expect.objectContaining({
          message:
            'it was made on 2026-06-01 at 06:00 UTC, and counts for 5 hours',
        }),
      }),
    );
    expect(later(judged, 2 * hour)).toEqual(first);
  });

  it('S1.6 the judge answers where the next instant lies behind the last that there is', () => {
    const end = new Date(8.64e15).toISOString();
    const judged = asked(fresh, [scanned(0, 6)], {
      collections: [collection([numbered(1)], { at: end })],
    });
    const { reason, reconsiderAt } = judge(judged);
    expect([reason.code, reconsiderAt]).toEqual([
      'condition-not-met',
      undefined,
    ]);
  });
});
