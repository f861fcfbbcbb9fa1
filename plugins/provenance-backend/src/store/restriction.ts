import type { Knex } from 'knex';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import { whereIn } from './dialect';

/**
 * What a condition over usages becomes: a column and the values that it may have.
 *
 * @public
 */
export interface UsageFilter {
  column: 'entity_ref' | 'environment';
  /** Alternatives. */
  values: string[];
}

/**
 * What a viewer may see, in a form that becomes SQL: lists, totals and single reads all go through it, so that a
 * hidden usage is in none of them (S11.2).
 */
export type UsageRestriction =
  | { type: 'nothing' }
  | {
      type: 'some';
      /** Absent: every entity. */
      entityRefs?: ReadonlySet<string>;
      /** Absent: every usage of these entities. */
      filter?: PermissionCriteria<UsageFilter>;
    };

/**
 * The same viewer, asking about some entities only. One short list of entities instead of a short and a long one: the
 * database would otherwise go through all that the viewer may see to find the few that were asked for.
 */
export function narrowedTo(
  restriction: UsageRestriction,
  entityRefs: string[] | undefined,
): UsageRestriction {
  if (restriction.type === 'nothing' || !entityRefs) return restriction;
  const visible = restriction.entityRefs;
  // The catalog compares references without case, and they are stored in lower case.
  const wanted = entityRefs.map(ref => ref.toLocaleLowerCase('en-US'));
  return {
    ...restriction,
    entityRefs: new Set(wanted.filter(ref => !visible || visible.has(ref))),
  };
}

/** Adds the restriction to a query over `usages`, or over what repeats their columns. */
export function applyRestriction(
  query: Knex.QueryBuilder,
  restriction: UsageRestriction,
  table: 'usages' | 'current_usages' | 'usage_signers' = 'usages',
): void {
  if (restriction.type === 'nothing') {
    query.whereRaw('1 = 0');
    return;
  }
  const { entityRefs, filter } = restriction;
  if (filter && holdsEmpty(filter)) {
    query.whereRaw('1 = 0');
    return;
  }
  if (entityRefs) whereIn(query, `${table}.entity_ref`, entityRefs);
  if (filter) query.where(nested => applyFilter(nested, filter, table));
}

function applyFilter(
  query: Knex.QueryBuilder,
  filter: PermissionCriteria<UsageFilter>,
  table: string,
): void {
  if ('anyOf' in filter) {
    filter.anyOf.forEach(one =>
      query.orWhere(nested => applyFilter(nested, one, table)),
    );
  } else if ('allOf' in filter) {
    filter.allOf.forEach(one =>
      query.where(nested => applyFilter(nested, one, table)),
    );
  } else if ('not' in filter) {
    query.whereNot(nested => applyFilter(nested, filter.not, table));
  } else {
    // A column without a value must not make "not" true by being unknown to SQL; IS NOT NULL keeps it two-valued.
    const column = `${table}.${filter.column}`;
    whereIn(query.whereNotNull(column), column, filter.values);
  }
}

/**
 * The types forbid it, a policy may still send it: a group without members would otherwise allow all, by itself or
 * below a "not". Nobody can say what was meant, so nothing is shown.
 */
export function holdsEmpty(filter: PermissionCriteria<UsageFilter>): boolean {
  if ('not' in filter) return holdsEmpty(filter.not);
  const members: PermissionCriteria<UsageFilter>[] | undefined =
    ('anyOf' in filter && filter.anyOf) ||
    ('allOf' in filter && filter.allOf) ||
    undefined;
  return (
    members !== undefined && (members.length === 0 || members.some(holdsEmpty))
  );
}
