import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import { whereIn } from './dialect';
import {
  holdsEmpty,
  type UsageFilter,
  type UsageRestriction,
} from './restriction';

/**
 * Adds to a query over `entities` that the viewer sees the entity, and might see a usage of it if there was one. What a
 * condition says of environments decides nothing here, in either direction: no usage, no environment.
 */
export function applyEntityRestriction(
  query: Knex.QueryBuilder,
  restriction: UsageRestriction,
): void {
  if (
    restriction.type === 'nothing' ||
    (restriction.filter && holdsEmpty(restriction.filter))
  ) {
    query.whereRaw('1 = 0');
    return;
  }
  const { entityRefs, filter } = restriction;
  if (entityRefs) whereIn(query, 'entities.entity_ref', entityRefs);
  if (filter) query.where(nested => applyPossible(nested, filter, true));
}

function applyPossible(
  query: Knex.QueryBuilder,
  filter: PermissionCriteria<UsageFilter>,
  wanted: boolean,
): void {
  if ('not' in filter) applyPossible(query, filter.not, !wanted);
  else if ('anyOf' in filter)
    applyGroup(query, filter.anyOf, { wanted, isAny: wanted });
  else if ('allOf' in filter)
    applyGroup(query, filter.allOf, { wanted, isAny: !wanted });
  else if (filter.column !== 'entity_ref') query.whereRaw('1 = 1');
  else if (wanted) whereIn(query, 'entities.entity_ref', filter.values);
  else
    query.whereNot(inside =>
      whereIn(inside, 'entities.entity_ref', filter.values),
    );
}

/** Whoever turns a group around turns each of its members around, and any into all. */
function applyGroup(
  query: Knex.QueryBuilder,
  members: PermissionCriteria<UsageFilter>[],
  { wanted, isAny }: { wanted: boolean; isAny: boolean },
): void {
  for (const member of members) {
    const apply = (nested: Knex.QueryBuilder) =>
      applyPossible(nested, member, wanted);
    if (isAny) query.orWhere(apply);
    else query.where(apply);
  }
}
