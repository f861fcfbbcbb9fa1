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
  /** Findings about no usage come along; they say how the plugin itself stands. */
  seesAllEvidence: boolean;
  query: Omit<FindingQuery, 'cursor' | 'limit'>;
  after?: ListPosition;
  limit: number;
}

/** A finding beside the usage that it is about, where it is about one. */
export type ListedFinding = FindingRow & { usage?: UsageRow };

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
  const found = rows.map(row => ({
    row: { ...row, usage: usages.get(row.usage_id ?? '') },
    at: [row.first_seen_at, Number(row.id)],
  }));
  if (!after && rows.length < limit) return { found, total: rows.length };
  const [{ total }] = await visible(options).count({ total: '*' });
  return { found, total: Number(total) };
}

function visible(options: ListFindingsOptions) {
  const { state = 'open', code, since } = options.query;
  const rows = options.knex('findings');
  const general = options.seesAllEvidence && !options.query.entityRef;
  rows.where(either => {
    either.whereExists(usage => aboutVisible(usage, options));
    if (general) either.orWhereNull('findings.usage_id');
  });
  if (state === 'open') rows.whereNull('findings.closed_at');
  if (code) whereIn(rows, 'findings.code', code);
  if (since) rows.where('findings.first_seen_at', '>=', since);
  return rows;
}

function aboutVisible(
  usage: Knex.QueryBuilder,
  { restriction, query: { state = 'open', entityRef } }: ListFindingsOptions,
): void {
  const table = state === 'open' ? 'current_usages' : 'usages';
  const id = state === 'open' ? 'usage_id' : 'id';
  usage.from(table).whereRaw('?? = findings.usage_id', [`${table}.${id}`]);
  applyRestriction(usage, narrowedTo(restriction, entityRef), table);
}

async function usagesOf(
  knex: Knex,
  findings: FindingRow[],
): Promise<Map<string, UsageRow>> {
  const ids = new Set(findings.flatMap(finding => finding.usage_id ?? []));
  const rows: UsageRow[] = await whereIn(knex('usages'), 'id', ids);
  return new Map(rows.map(row => [row.id, row]));
}
