import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { VersionRow } from '../store/acceptanceVersions';
import { inSmallLetters, type ProposalRow } from '../store/proposals';
import { erased, redact } from './redact';

interface Options {
  knex: Knex;
  identity: string;
}

const ended = ['merged', 'rejected', 'withdrawn'];

/** Where somebody's reference stands beside a proposal, each with what they wrote there. */
const words = [
  { table: 'proposal_authors', by: 'author', text: undefined },
  { table: 'proposal_reviews', by: 'by', text: 'text' },
  { table: 'proposal_acknowledgements', by: 'by', text: 'text' },
  { table: 'proposal_replays', by: 'by', text: undefined },
] as const;

/**
 * Refuses an erasure while the person's name still counts for something: an author without a name could approve what they
 * wrote, and whoever merged a version at once could review it (S9.2, S9.4).
 *
 * @throws ConflictError with what to do
 */
export async function mustCountNowhere(options: Options): Promise<void> {
  const { knex } = options;
  const unreviewed = unreviewedProposals(knex);
  const rows: ProposalRow[] = await knex('proposals')
    .whereNotIn('state', ended)
    .orWhereIn('id', unreviewed)
    .orderBy('created_at');
  for (const row of rows) {
    if (!(await isNamedIn(knex, row, options.identity))) continue;
    throw new ConflictError(
      row.merged_as === null
        ? `they are named in the proposal ${row.id}, which is ${row.state}; merge, reject or withdraw it first`
        : `they are named in version ${row.merged_as}, which nobody has reviewed; have it reviewed first`,
    );
  }
}

function unreviewedProposals(knex: Knex) {
  return knex('acceptance_versions')
    .whereNotNull('proposal_id')
    .andWhere({ is_reviewed: 0 })
    .select('proposal_id');
}

async function isNamedIn(
  knex: Knex,
  { id, title, reason, answers }: ProposalRow,
  identity: string,
): Promise<boolean> {
  if (redact({ title, reason, answers }, identity)) return true;
  for (const { table, by, text } of words) {
    const rows = await knex(table).where({ proposal_id: id });
    const isNamed = rows.some(
      row =>
        row[by] === inSmallLetters(identity) ||
        (text && row[text] && redact({ text: row[text] }, identity)),
    );
    if (isNamed) return true;
  }
  return false;
}

/**
 * Takes a person out of proposals that have ended and out of who approved or reviewed a version. What the rules say stays:
 * approvals and verdicts are bound to it.
 *
 * @remarks
 * Race: a proposal ends or a version is reviewed meanwhile. Each is written in its own transaction under its lock, and what
 * has not ended is left; whoever erases does it again.
 *
 * @returns how many rows were changed
 */
export async function eraseFromProposals(options: Options): Promise<number> {
  const { knex } = options;
  const ids: string[] = await knex('proposals')
    .whereIn('state', ended)
    .orderBy('created_at')
    .pluck('id');
  let count = 0;
  for (const id of ids)
    count += await knex.transaction(trx => eraseFromOne(trx, id, options));
  return count + (await eraseFromVersions(options));
}

async function eraseFromOne(
  trx: Knex.Transaction,
  id: string,
  { identity }: Options,
): Promise<number> {
  const row: ProposalRow | undefined = await trx('proposals')
    .where({ id })
    .whereIn('state', ended)
    .whereNotIn('id', unreviewedProposals(trx))
    .forUpdate()
    .first();
  if (!row) return 0;
  const { title, reason, answers } = row;
  const rest = redact({ title, reason, answers }, identity);
  if (rest) await trx('proposals').where({ id }).update(rest);
  const names = await eraseNames(trx, id, inSmallLetters(identity));
  return (rest ? 1 : 0) + names + (await eraseTexts(trx, id, identity));
}

/** Two who were erased are one from then on: of a proposal that has ended nobody counts them. */
async function eraseNames(
  trx: Knex.Transaction,
  id: string,
  ref: string,
): Promise<number> {
  const author = { proposal_id: id, author: ref };
  const known = await trx('proposal_authors').where(author).first();
  if (known)
    await trx('proposal_authors')
      .insert({ ...known, author: erased })
      .onConflict()
      .ignore();
  let count: number = await trx('proposal_authors').where(author).delete();
  for (const { table, by } of words)
    if (by === 'by')
      count += await trx(table)
        .where({ proposal_id: id, by: ref })
        .update({ by: erased });
  return count;
}

async function eraseTexts(
  trx: Knex.Transaction,
  id: string,
  identity: string,
): Promise<number> {
  let count = 0;
  for (const { table, text } of words) {
    if (text === undefined) continue;
    const texts: (string | null)[] = await trx(table)
      .where({ proposal_id: id })
      .distinct()
      .pluck(text);
    for (const one of texts) {
      const rest = one === null ? undefined : redact({ one }, identity);
      if (rest)
        count += await trx(table)
          .where({ proposal_id: id, [text]: one })
          .update({ [text]: rest.one });
    }
  }
  return count;
}

async function eraseFromVersions({ knex, identity }: Options): Promise<number> {
  const rows: Pick<VersionRow, 'number' | 'approvals' | 'review'>[] =
    await knex('acceptance_versions')
      .whereNot({ source: 'configuration' })
      .select('number', 'approvals', 'review');
  let count = 0;
  for (const { number, ...told } of rows) {
    const rest = restOf(told, identity);
    if (!rest) continue;
    await knex('acceptance_versions').where({ number }).update(rest);
    count++;
  }
  return count;
}

/** The log names approvals by their rows, so that what it says of the version stays true. */
function restOf(
  told: Pick<VersionRow, 'approvals' | 'review'>,
  identity: string,
) {
  const names = [...new Set([identity, inSmallLetters(identity)])];
  const rest = names.reduce((one, name) => redact(one, name) ?? one, told);
  return rest === told ? undefined : rest;
}
