/**
 * The first of every list, then the second of every list, and so on. A list that has ended costs nothing more: a
 * stranger decides how many there are, and how long.
 */
export function takingTurns<T>(lists: readonly T[][]): T[] {
  const order: T[] = [];
  let open = lists;
  for (let turn = 0; open.length > 0; turn++) {
    open = open.filter(({ length }) => turn < length);
    for (const list of open) order.push(list[turn]);
  }
  return order;
}
