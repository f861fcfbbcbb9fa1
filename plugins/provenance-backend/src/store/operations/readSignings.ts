import type { Knex } from 'knex';
import { isPostgres, whereIn } from '../dialect';
import { applyRestriction, type UsageRestriction } from '../restriction';
import type { SignerRow } from '../rows';
import { seesMore } from '../signersFound';

/** One way in which one signer signed what runs. */
export interface Signing {
  signerId: string;
  /** Of how they signed; absent for keys, and where it is not known yet. */
  formsHash?: string;
  /** Usages that the viewer may see and that they signed like this; no usage counts twice for a signer. */
  usages: number;
  /** When something of theirs was last new there. */
  lastSeenAt: string;
}

interface Viewing {
  knex: Knex;
  restriction: UsageRestriction;
  /** Signers of hidden usages come along; the usages are in no figure. */
  seesAllEvidence: boolean;
}

/**
 * How everybody signed what runs now, as far as a viewer may see: of what `listSigners` lists.
 *
 * @remarks Race: usages are judged meanwhile; each statement is true for its moment.
 */
export async function readSignings(options: Viewing): Promise<Signing[]> {
  const { knex, restriction } = options;
  const visible = grouped(knex);
  applyRestriction(visible, restriction, 'usage_signers');
  const seen: GroupedRow[] = await visible;
  if (!seesMore({ ...options, query: {} })) return seen.map(signingOf);
  const counted = new Map(seen.map(row => [keyOf(row), row.usages]));
  const everywhere: GroupedRow[] = await grouped(knex);
  return everywhere.map(row =>
    signingOf({ ...row, usages: counted.get(keyOf(row)) ?? 0 }),
  );
}

/** Who they are. One that went meanwhile is not there. */
export async function readSigners(options: {
  knex: Knex;
  ids: Iterable<string>;
}): Promise<Map<string, SignerRow>> {
  const { knex, ids } = options;
  const rows: SignerRow[] = await whereIn(knex('signers'), 'id', ids);
  return new Map(rows.map(row => [String(row.id), row]));
}

interface GroupedRow {
  signer_id: number | string;
  forms_hash: string | null;
  usages: number | string;
  last_seen_at: string;
}

function grouped(knex: Knex): Knex.QueryBuilder {
  // As in `signersFound`: instants compare byte by byte.
  const bytes = isPostgres(knex) ? ' COLLATE "C"' : '';
  return knex('usage_signers')
    .groupBy('signer_id', 'forms_hash')
    .select(
      ...['signer_id', 'forms_hash'],
      knex.raw(`max(last_seen_at${bytes}) AS last_seen_at`),
    )
    .count({ usages: '*' });
}

function keyOf({ signer_id: id, forms_hash: hash }: GroupedRow): string {
  return `${id} ${hash ?? ''}`;
}

function signingOf(row: GroupedRow): Signing {
  return {
    signerId: String(row.signer_id),
    ...(row.forms_hash !== null && { formsHash: row.forms_hash }),
    usages: Number(row.usages),
    lastSeenAt: row.last_seen_at,
  };
}
