import type { Digest, FindingCode } from '@countersign/domain';
import type { Knex } from 'knex';

/** What is remembered of a usage so that a look can tell what is new and what is gone. */
export interface Watched {
  open: OpenFinding[];
  /** Who signed it so far, as hashes: whom a rule accepted, and others whose signature was served lately. */
  signers: { accepted: string[]; others: string[] };
  /** What accepted signers had said over the digest that was found now. */
  statements: Digest[];
  /** Materials over that digest that were accepted on the usage before (S6.5). */
  acceptedBefore: Digest[];
}

export interface OpenFinding {
  code: FindingCode;
  about: string;
  firstSeenAt: string;
  lastSeenAt: string;
}

/** Of statements; a year of daily scans leaves no more behind than a look can tell apart. */
const mostStatements = 100;

/**
 * Findings of a usage that stand, who has signed it so far, what they said, and what of it was accepted.
 *
 * @remarks
 * Race: only a look at this usage writes any of it, under the ticket of its work row; one that is superseded is
 * discarded as a whole. Nothing is taken from collections and materials for that, which looks at other usages of the
 * same digest bring as well: what one of them saw first would be no news here.
 *
 * @param options - `digest`: what was found now
 */
export async function readWatched(options: {
  knex: Knex;
  usageId: string;
  digest: Digest | undefined;
}): Promise<Watched> {
  const { knex, usageId, digest } = options;
  const rows = await remembered(knex, usageId, digest);
  const of = (what: Remembered['what']) =>
    rows.filter(row => row.what === what);
  return {
    open: of('finding').map(row => ({
      code: row.name as FindingCode,
      about: row.about ?? '',
      firstSeenAt: row.first_seen_at,
      lastSeenAt: row.last_seen_at ?? row.first_seen_at,
    })),
    signers: {
      accepted: of('accepted').map(row => row.name),
      others: of('other').map(row => row.name),
    },
    statements: of('statement').map(row => row.name as Digest),
    acceptedBefore: of('material')
      .map(row => row.name as Digest)
      .sort(),
  };
}

/** A row of one of four tables: each look reads all of them, and one statement does. */
interface Remembered {
  what: 'accepted' | 'other' | 'statement' | 'material' | 'finding';
  name: string;
  first_seen_at: string;
  last_seen_at: string | null;
  about: string | null;
}

function remembered(
  knex: Knex,
  usageId: string,
  digest: Digest | undefined,
): Promise<Remembered[]> {
  const row = (what: string, name: string, rest: string[]) =>
    knex.raw(`${what} AS what, ${name} AS name, first_seen_at, ${rest}`);
  const rest = ['NULL AS last_seen_at', 'NULL AS about'];
  const signer = `CASE accepted WHEN 1 THEN 'accepted' ELSE 'other' END`;
  const statements = knex('known_statements')
    .where({ usage_id: usageId, subject: digest ?? '' })
    .orderBy('first_seen_at', 'desc')
    .orderBy('material')
    .limit(mostStatements)
    .as('statements');
  const accepted = knex('accepted_materials')
    .where({ usage_id: usageId, subject: digest ?? '' })
    .select(
      knex.raw(`'material' AS what, material AS name`),
      knex.raw(`accepted_at AS first_seen_at, ${rest}`),
    );
  return knex('findings')
    .where({ usage_id: usageId })
    .whereNull('closed_at')
    .select(row(`'finding'`, 'code', ['last_seen_at', 'about']))
    .unionAll([
      knex('known_signers')
        .where({ usage_id: usageId })
        .select(row(signer, 'signer', rest)),
      knex(statements).select(row(`'statement'`, 'material', rest)),
      accepted,
    ]);
}
