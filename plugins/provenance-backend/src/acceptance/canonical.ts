/**
 * JSON with the keys of every object in order, so that one list has one text, in whatever order it was written and by
 * whichever release it is read. The order of lists is kept: of equal rules the first leads.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
}
