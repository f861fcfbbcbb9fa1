import { comesInMasses } from './newsOf';
import type { OutboxRow } from './OutboxRow';

const second = 1_000;

/** Nothing more of a root cause for this long, and it counts as whole. */
const quietMs = 30 * second;
/** Then it is told, whole or not. */
const longestMs = 300 * second;

/**
 * The rows whose root cause has come to rest. One withdrawn signature is noticed on forty usages one after the other,
 * and a first discovery takes as long as it takes.
 *
 * @param rows - of root causes that nobody was told of within the window
 */
export function dueRows(
  rows: OutboxRow[],
  settings: { windowMs: number },
  now: Date,
): OutboxRow[] {
  return [...byCause(rows)].flatMap(([cause, group]) => {
    const times = group.map(row => Date.parse(row.happened_at));
    const longest = comesInMasses(cause) ? settings.windowMs : longestMs;
    const isDue =
      now.getTime() - latest(times) >= quietMs ||
      now.getTime() - earliest(times) >= longest;
    return isDue ? group : [];
  });
}

export function byCause(rows: OutboxRow[]): Map<string, OutboxRow[]> {
  const groups = new Map<string, OutboxRow[]>();
  for (const row of rows) addTo(groups, row.cause, row);
  return groups;
}

export function addTo<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}

/* Ten thousand arguments are too many for a call of Math.max on some machines. */
function latest(times: number[]): number {
  return times.reduce((a, b) => Math.max(a, b));
}

function earliest(times: number[]): number {
  return times.reduce((a, b) => Math.min(a, b));
}
