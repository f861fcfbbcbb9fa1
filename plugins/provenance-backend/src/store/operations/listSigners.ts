import type {
  SignerQuery,
  SignerSort,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';
import type { SignerRow } from '../rows';
import { signersFound, type SignersToFind } from '../signersFound';

export interface ListSignersOptions extends SignersToFind {
  knex: Knex;
  after?: ListPosition;
  limit: number;
}

/** A signer with what the usages say of it. */
export interface ListedSigner extends Omit<SignerRow, 'id'> {
  usages: number;
  accepted_usages: number;
  accepted: number;
  first_seen_at: string;
  last_seen_at: string;
}

const sorts: Record<SignerSort, ListOrder['columns'][number]> = {
  lastSeen: { name: 'found.last_seen_at', kind: 'text' },
  firstSeen: { name: 'found.first_seen_at', kind: 'text' },
  usages: { name: 'found.usages', kind: 'serial' },
};

/** The newest, or the one with the most, first, unless asked otherwise. The hash tells nobody how many there are. */
export function signerOrderOf({
  sort = 'lastSeen',
  order = 'desc',
}: Pick<SignerQuery, 'sort' | 'order'>): ListOrder {
  const columns = [sorts[sort], { name: 'found.hash', kind: 'text' as const }];
  return { columns, direction: order };
}

/**
 * One page of those who signed what runs now, with the total of the same. Whether and when comes from the usages that
 * the viewer may see; whoever may see all evidence also sees who signed others (S11.2), unless by their environment.
 *
 * @remarks
 * Race: as `listUsages`. Page and total come from one statement, and so from one instant.
 */
export async function listSigners(
  options: ListSignersOptions,
): Promise<Listed<ListedSigner>> {
  const { knex, after, limit } = options;
  const order = signerOrderOf(options.query);
  const total = knex.raw('(SELECT count(*) FROM found) AS total');
  const page = signersFound(knex, options)
    .limit(limit)
    .select('found.*', total);
  applyKeyset(page, order, after);
  const rows: FoundRow[] = await page;
  return {
    found: rows.map(row => ({ row: listed(row), at: positionOf(row, order) })),
    total: rows.length > 0 ? Number(rows[0].total) : await countOf(options),
  };
}

/** For a page behind the last row: the list became shorter meanwhile. */
async function countOf({ knex, after, ...wanted }: ListSignersOptions) {
  if (!after) return 0;
  const rows = signersFound(knex, wanted).count({ total: '*' });
  const [{ total }]: { total: Count }[] = await rows;
  return Number(total);
}

/** PostgreSQL gives counts as text. */
type Count = number | string;

type FoundRow = Omit<ListedSigner, 'usages' | 'accepted_usages'> & {
  usages: Count;
  accepted_usages: Count;
  total: Count;
};

function listed({ total, ...row }: FoundRow): ListedSigner {
  return {
    ...row,
    usages: Number(row.usages),
    accepted_usages: Number(row.accepted_usages),
  };
}

function positionOf(row: FoundRow, { columns }: ListOrder): ListPosition {
  const values: Record<string, unknown> = { ...row };
  return columns.map(({ name, kind }) => {
    const value = values[name.replace('found.', '')];
    return kind === 'serial' ? Number(value) : String(value);
  });
}
