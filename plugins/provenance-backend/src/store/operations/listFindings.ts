import type { FindingQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';
import {
  applyRestriction,
  narrowedTo,
  type UsageRestriction,
} from '../restriction';
import type { FindingRow, UsageRow } from '../rows';

/** Newest first. */
export const findingOrder: ListOrder = {
  columns: [
    { name: 'findings.first_seen_at', kind: 'text' },
    { name: 'findings.id', kind: 'serial' },
  ],
  direction: 'desc',
};

export interface ListFindingsOptions {
  knex: Knex;
  restriction: UsageRestriction;
  query: Omit<FindingQuery, 'cursor' | 'limit'>;
  after?: ListPosition;
  limit: number;
}

/** A finding beside the usage that it is about. */
export type ListedFinding = FindingRow & { usage: UsageRow };

/**
 * One page of the findings about usages that the viewer may see, with the total of the same (S11.2). Open ones are
 * those of usages that hold now; all of them tell what happened, also to usages that ended.
 *
 * @remarks
 * Race: findings open and close between two pages. The instant at which one was first seen never changes, so none is
 * shown twice.
 */
export async function listFindings(
  options: ListFindingsOptions,
): Promise<Listed<ListedFinding>> {
  const { knex, after, limit } = options;
  const page = visible(options).limit(limit).select('findings.*');
  applyKeyset(page, findingOrder, after);
  const rows: FindingRow[] = await page;
  const usages = await usagesOf(knex, rows);
  const found = rows.flatMap(row => {
    const usage = usages.get(row.usage_id);
    const at = [row.first_seen_at, Number(row.id)];
    return usage ? [{ row: { ...row, usage }, at }] : [];
  });
  if (!after && rows.length < limit) return { found, total: rows.length };
  const [{ total }] = await visible(options).count({ total: '*' });
  return { found, total: Number(total) };
}

function visible({ knex, restriction, query }: ListFindingsOptions) {
  const { state = 'open', code, entityRef, since } = query;
  const table = state === 'open' ? 'current_usages' : 'usages';
  const id = state === 'open' ? 'usage_id' : 'id';
  const rows = knex('findings').join(
    table,
    `${table}.${id}`,
    'findings.usage_id',
  );
  applyRestriction(rows, narrowedTo(restriction, entityRef), table);
  if (state === 'open') rows.whereNull('findings.closed_at');
  if (code) whereIn(rows, 'findings.code', code);
  if (since) rows.where('findings.first_seen_at', '>=', since);
  return rows;
}

async function usagesOf(
  knex: Knex,
  findings: FindingRow[],
): Promise<Map<string, UsageRow>> {
  const ids = new Set(findings.map(finding => finding.usage_id));
  const rows: UsageRow[] = await whereIn(knex('usages'), 'id', ids);
  return new Map(rows.map(row => [row.id, row]));
}
