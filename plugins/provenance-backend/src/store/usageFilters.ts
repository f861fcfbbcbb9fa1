import type { UsageQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { isPostgres, whereIn } from './dialect';
import { smallLetters } from './smallLetters';

type Filters = Omit<
  UsageQuery,
  'entityRef' | 'sort' | 'order' | 'cursor' | 'limit'
>;

/** Adds the filters of a caller to a query over `current_usages`; entities are the restriction's. */
export function applyUsageFilters(
  query: Knex.QueryBuilder,
  filters: Filters,
  now: string,
): void {
  const columns: [string, string[] | undefined][] = [
    ['kind', filters.kind],
    ['environment', filters.environment],
    ['cloud', filters.cloud],
    ['location', filters.location],
    ['verdict', filters.verdict],
    ['decision', filters.decision],
    ['reason_code', filters.reason],
  ];
  for (const [name, values] of columns)
    if (values) whereIn(query, `current_usages.${name}`, values);
  const { freshness, finding, reference } = filters;
  if (freshness) query.where(nested => applyFreshness(nested, freshness, now));
  if (finding) applyFinding(query, finding);
  if (reference !== undefined) applyReference(query, reference);
}

/**
 * As a summary shows it: what was fresh is overdue from its reconsider-at on (S1.6), and stale where the catalog cannot
 * process its entity.
 */
function applyFreshness(
  query: Knex.QueryBuilder,
  wanted: NonNullable<Filters['freshness']>,
  now: string,
): void {
  const column = 'current_usages.freshness';
  const end = 'current_usages.reconsider_at';
  const broken = (one: Knex.QueryBuilder) =>
    one.select('entity_ref').from('entities').whereNotNull('problem');
  const entity = 'current_usages.entity_ref';
  query.whereRaw('1 = 0');
  if (wanted.includes('none')) query.orWhere(column, 'none');
  if (wanted.includes('fresh'))
    query.orWhere(fresh =>
      fresh
        .where(column, 'fresh')
        .whereNotIn(entity, broken)
        .where(due => due.whereNull(end).orWhere(end, '>', now)),
    );
  if (wanted.includes('stale'))
    query
      .orWhere(column, 'stale')
      .orWhere(stale =>
        stale
          .where(column, 'fresh')
          .where(why => why.where(end, '<=', now).orWhereIn(entity, broken)),
      );
}

function applyFinding(query: Knex.QueryBuilder, codes: string[]): void {
  query.whereExists(open => {
    open
      .from('findings')
      .whereRaw('findings.usage_id = current_usages.usage_id')
      .whereNull('findings.closed_at');
    whereIn(open, 'findings.code', codes);
  });
}

/** A part of the reference, without patterns: nothing in it has to be escaped. */
function applyReference(query: Knex.QueryBuilder, text: string): void {
  query.whereRaw(`${isPostgres(query) ? 'strpos' : 'instr'}(??, ?) > 0`, [
    'current_usages.reference',
    smallLetters(text),
  ]);
}
