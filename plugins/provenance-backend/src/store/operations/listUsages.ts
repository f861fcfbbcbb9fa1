import type {
  UsageQuery,
  UsageSort,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { applyUsageFilters } from '../usageFilters';
import {
  applyRestriction,
  narrowedTo,
  type UsageRestriction,
} from '../restriction';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';

export interface ListUsagesOptions {
  knex: Knex;
  restriction: UsageRestriction;
  query: Omit<UsageQuery, 'cursor' | 'limit'>;
  after?: ListPosition;
  limit: number;
  /** Freshness ends by the clock alone. ISO 8601, UTC. */
  now: string;
}

const column = (name: string, kind: 'text' | 'rank' = 'text') => ({
  name: `current_usages.${name}`,
  kind,
});

/** Each is an index of the table, read in one direction. */
const sorts: Record<UsageSort, ListOrder['columns']> = {
  entity: [column('entity_ref'), column('usage_id')],
  strictness: [
    column('strictness', 'rank'),
    column('since'),
    column('usage_id'),
  ],
  since: [column('since'), column('usage_id')],
  lastCheckedAt: [column('last_checked_at'), column('usage_id')],
};

/** Entities by name; everything else with what is strictest or newest first, unless asked otherwise. */
export function usageOrderOf({
  sort = 'entity',
  order = sort === 'entity' ? 'asc' : 'desc',
}: Pick<UsageQuery, 'sort' | 'order'>): ListOrder {
  return { columns: sorts[sort], direction: order };
}

/**
 * One page of the usages that hold now and that the viewer may see, with the total of the same (S11.2).
 *
 * @remarks
 * Race: usages come and go between two pages, and between a page and its total. Paging goes by the sort key, so that
 * what did not change is neither skipped nor shown twice; what changed its place meanwhile may be either.
 */
export async function listUsages(
  options: ListUsagesOptions,
): Promise<Listed<{ id: string }>> {
  const { after, limit, query } = options;
  const order = usageOrderOf(query);
  const page = visible(options).limit(limit).select('current_usages.*');
  applyKeyset(page, order, after);
  const rows: Record<string, string | number>[] = await page;
  const found = rows.map(row => ({
    row: { id: String(row.usage_id) },
    at: order.columns.map(({ name }) => row[name.split('.')[1]]),
  }));
  // All of it lies on this page: what went through the whole table once need not do so again.
  if (!after && rows.length < limit) return { found, total: rows.length };
  const [{ total }] = await visible(options).count({ total: '*' });
  return { found, total: Number(total) };
}

function visible({ knex, restriction, query, now }: ListUsagesOptions) {
  const rows = knex('current_usages');
  const { entityRef } = query;
  applyRestriction(rows, narrowedTo(restriction, entityRef), 'current_usages');
  applyUsageFilters(rows, query, now);
  return rows;
}
