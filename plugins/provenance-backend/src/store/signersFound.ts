import type { SignerQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { isPostgres, whereIn } from './dialect';
import { applyRestriction, type UsageRestriction } from './restriction';
import { smallLetters } from './smallLetters';

/** For whom, and which. */
export interface SignersToFind {
  restriction: UsageRestriction;
  /** Signers of hidden usages come along; the usages are in no figure. */
  seesAllEvidence: boolean;
  query: Omit<SignerQuery, 'cursor' | 'limit'>;
}

const identity = [
  ...['signers.hash', 'signers.type', 'signers.authority', 'signers.issuer'],
  ...['signers.subject', 'signers.subject_type', 'signers.fingerprint'],
];

/**
 * A query over `found`: each signer once, with what its usages say. One process goes through the narrow table of who
 * signed what once, in no order; only what is left of it is sorted.
 *
 * What a usage says that the viewer may not see is in no figure, and without it in no row either: otherwise "accepted"
 * would tell of hidden usages.
 */
export function signersFound(
  knex: Knex,
  wanted: SignersToFind,
): Knex.QueryBuilder {
  const { restriction, query } = wanted;
  const visible = figures(knex);
  applyRestriction(visible, restriction, 'usage_signers');
  if (query.environment)
    whereIn(visible, 'usage_signers.environment', query.environment);
  const found = seesMore(wanted) ? overAll(knex) : overVisible(knex);
  applyFilters(found, query);
  const rows = knex.with('visible', visible);
  if (seesMore(wanted)) rows.with('everywhere', figures(knex));
  return rows.with('found', found).from('found');
}

/**
 * Whether signers of hidden usages come along. Which environments there are is a usage's to tell, not evidence's.
 */
export function seesMore({
  restriction,
  seesAllEvidence,
  query,
}: SignersToFind): boolean {
  const isRestricted =
    restriction.type === 'nothing' ||
    restriction.entityRefs !== undefined ||
    restriction.filter !== undefined;
  return seesAllEvidence && isRestricted && !query.environment;
}

function overVisible(knex: Knex): Knex.QueryBuilder {
  return knex({ figures: 'visible' })
    .join('signers', 'signers.id', 'figures.signer_id')
    .select(...identity, 'first_seen_at', 'last_seen_at', 'accepted')
    .select('usages', 'accepted_usages');
}

function overAll(knex: Knex): Knex.QueryBuilder {
  const seen = (column: string) =>
    knex.raw('coalesce(??, 0) AS ??', [`visible.${column}`, column]);
  return knex({ figures: 'everywhere' })
    .join('signers', 'signers.id', 'figures.signer_id')
    .leftJoin('visible', 'visible.signer_id', 'figures.signer_id')
    .select(...identity, 'figures.first_seen_at', 'figures.last_seen_at')
    .select('figures.accepted', seen('usages'), seen('accepted_usages'));
}

function figures(knex: Knex): Knex.QueryBuilder {
  // Instants compare byte by byte; the language of the database would make that several times as slow.
  const bytes = isPostgres(knex) ? ' COLLATE "C"' : '';
  return knex('usage_signers')
    .groupBy('signer_id')
    .select('signer_id')
    .count({ usages: '*' })
    .sum({ accepted_usages: 'accepted' })
    .max({ accepted: 'accepted' })
    .select(
      knex.raw(`min(first_seen_at${bytes}) AS first_seen_at`),
      knex.raw(`max(last_seen_at${bytes}) AS last_seen_at`),
    );
}

function applyFilters(
  rows: Knex.QueryBuilder,
  { text, issuer, authority, accepted = true }: SignersToFind['query'],
): void {
  rows.where('figures.accepted', accepted ? 1 : 0);
  if (issuer) whereIn(rows, 'signers.issuer', issuer);
  if (authority) whereIn(rows, 'signers.authority', authority);
  if (text !== undefined) applyText(rows, text);
}

/** A part of the subject, without patterns: nothing in it has to be escaped. A key is found by its name. */
function applyText(rows: Knex.QueryBuilder, text: string): void {
  const [position, bytes] = isPostgres(rows)
    ? ['strpos', ' COLLATE "C"']
    : ['instr', ''];
  const name = 'coalesce(signers.subject, signers.authority)';
  rows.whereRaw(`${position}(lower(${name}${bytes}), ?) > 0`, [
    smallLetters(text),
  ]);
}
