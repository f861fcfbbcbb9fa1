/** What is longer was not misspelt, and comparing it would take the square of its length. */
const longestTypo = 100;

/**
 * The known key that somebody most likely meant, or nothing where none is near.
 *
 * @returns the key with the fewest edits, at most a third of its length away
 * @public
 */
export function nearestKey(
  key: string,
  known: readonly string[],
): string | undefined {
  if (key.length > longestTypo) return undefined;
  const ranked = known
    .map(candidate => ({
      candidate,
      distance: editDistance(key.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  const near = best && best.distance <= Math.max(1, best.candidate.length / 3);
  return near ? best.candidate : undefined;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replace, row[j] + 1, next[j - 1] + 1);
    }
    row = next;
  }
  return row[b.length];
}
