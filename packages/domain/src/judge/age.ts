import type { Requirement } from '../registry/requirement';
import type { JudgeInput } from './input';
import type { Standing } from './standing';

const hour = 3_600_000;
const day = 24 * hour;

/** S7.2: an age limit goes by proven time; what nothing dates is too old. */
export function withAge(
  standing: Standing,
  { maximumAgeMs }: Requirement,
  { now }: JudgeInput,
): Standing {
  if (standing.code !== 'accepted' || maximumAgeMs === undefined)
    return standing;
  const { at } = standing;
  if (at === undefined)
    return { ...standing, code: 'time-unproven', isLate: true };
  const age = Date.parse(now) - at;
  return age <= maximumAgeMs
    ? standing
    : {
        ...standing,
        code: 'condition-not-met',
        problem: `it was made on ${dateOf(at)}, and counts for ${lengthOf(
          maximumAgeMs,
        )}`,
      };
}

/** The day and not "so long ago": what is said here is kept until the judge looks again (S1.6). */
function dateOf(at: number): string {
  const [date, time] = new Date(at).toISOString().split('T');
  return `${date} at ${time.slice(0, 5)} UTC`;
}

function lengthOf(milliseconds: number): string {
  const days = Math.floor(milliseconds / day);
  if (days === 1) return 'one day';
  return days > 1 ? `${days} days` : `${Math.floor(milliseconds / hour)} hours`;
}
