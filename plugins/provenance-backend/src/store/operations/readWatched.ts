import type { Digest, Evidence, FindingCode } from '@countersign/domain';
import type { Knex } from 'knex';
import type { FindingRow } from '../rows';
import { readEvidence } from './readEvidence';

/** What is remembered of a usage so that a look can tell what is new and what is gone. */
export interface Watched {
  open: OpenFinding[];
  /** Who signed it so far, as hashes: whom a rule accepted, and others whose signature was served lately. */
  signers: { accepted: string[]; others: string[] };
  /** What accepted signers had said over the digest that was found now. */
  statements: Digest[];
  /** About `statements`. */
  evidence: Evidence[];
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
 * Findings of a usage that stand, who has signed it so far, and what they said.
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
  const signers: { signer: string; accepted: number }[] = await knex(
    'known_signers',
  )
    .where({ usage_id: usageId })
    .select('signer', 'accepted');
  const namesOf = (accepted: number) =>
    signers.filter(s => s.accepted === accepted).map(({ signer }) => signer);
  const statements = digest ? await statementsOver(knex, usageId, digest) : [];
  return {
    open: await openFindings(knex, usageId),
    signers: { accepted: namesOf(1), others: namesOf(0) },
    statements,
    evidence: digest
      ? await readEvidence({ knex, subject: digest, materials: statements })
      : [],
  };
}

async function openFindings(
  knex: Knex,
  usageId: string,
): Promise<OpenFinding[]> {
  const rows = await knex<FindingRow>('findings')
    .where({ usage_id: usageId })
    .whereNull('closed_at')
    .orderBy('id');
  return rows.map(row => ({
    code: row.code,
    about: row.about,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  }));
}

async function statementsOver(
  knex: Knex,
  usageId: string,
  subject: Digest,
): Promise<Digest[]> {
  const rows: { material: Digest }[] = await knex('known_statements')
    .where({ usage_id: usageId, subject })
    .orderBy('first_seen_at', 'desc')
    .orderBy('material')
    .limit(mostStatements)
    .select('material');
  return rows.map(({ material }) => material);
}
