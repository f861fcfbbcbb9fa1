/**
 * Works on several things at the same time and keeps their order.
 *
 * @throws what the first piece of work threw; no further piece is begun then
 */
export async function inOrder<T, R>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < things.length && !failed) {
      const mine = next++;
      try {
        results[mine] = await work(things[mine]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
