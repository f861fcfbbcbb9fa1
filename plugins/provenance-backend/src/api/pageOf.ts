import type {
  Page,
  PageQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Listed, ListOrder, ListPosition } from '../store';
import { decodeCursor, encodeCursor } from './cursor';

const defaultLimit = 100;

/**
 * One page of a list, from its cursor to the next one.
 *
 * @throws InputError for a cursor that does not belong here
 */
export async function pageOf<Row, Item>(options: {
  list: string;
  query: PageQuery;
  order: ListOrder;
  read(after: ListPosition | undefined, limit: number): Promise<Listed<Row>>;
  present(rows: Row[]): Item[] | Promise<Item[]>;
}): Promise<Page<Item>> {
  const { query, read, present } = options;
  const { cursor, limit = defaultLimit } = query;
  const after =
    cursor === undefined ? undefined : decodeCursor(cursor, options);
  // One more than asked for tells whether there is a next page.
  const { found, total } = await read(after, limit + 1);
  const page = found.slice(0, limit);
  const hasMore = found.length > limit;
  return {
    items: await present(page.map(({ row }) => row)),
    totalItems: total,
    pageInfo: hasMore
      ? { nextCursor: encodeCursor(page[limit - 1].at, options) }
      : {},
  };
}
