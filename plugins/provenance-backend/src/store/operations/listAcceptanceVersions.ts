import type { Knex } from 'knex';
import type { VersionRow } from '../acceptanceVersions';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';

/** Newest first. */
export const versionOrder: ListOrder = {
  columns: [{ name: 'acceptance_versions.number', kind: 'rank' }],
  direction: 'desc',
};

/**
 * One page of the versions, without what they say.
 *
 * @remarks
 * Race: versions are only added, and before the first page.
 */
export async function listAcceptanceVersions(options: {
  knex: Knex;
  after?: ListPosition;
  limit: number;
}): Promise<Listed<Omit<VersionRow, 'content'>>> {
  const { knex, after, limit } = options;
  const page = knex('acceptance_versions')
    .limit(limit)
    .select(
      ...['number', 'content_hash', 'seen_at', 'source', 'predecessor'],
      ...['proposal_id', 'approvals', 'is_reviewed', 'review'],
    );
  applyKeyset(page, versionOrder, after);
  const rows: Omit<VersionRow, 'content'>[] = await page;
  const [{ total }] = await knex('acceptance_versions').count({ total: '*' });
  return {
    found: rows.map(row => ({ row, at: [row.number] })),
    total: Number(total),
  };
}
