/**
 * JSON with the keys of every object in order, so that one value has one text, in whatever order it was written and by
 * whichever release it is read. The order of lists is kept: of equal rules the first leads.
 *
 * @returns `undefined` in words for what JSON leaves out
 * @public
 */
export function canonicalJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
  return text ?? 'undefined';
}
