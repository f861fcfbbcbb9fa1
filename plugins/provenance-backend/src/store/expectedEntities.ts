import type { Knex } from 'knex';
import { applyEntityRestriction } from './entityRestriction';
import { applyRestriction, type UsageRestriction } from './restriction';

/** Entities of one kind that are expected to run or ship something. In small letters. */
export interface ExpectedKind {
  kind: string;
  /** Values of `spec.type`; absent: all of them. */
  types?: string[];
}

/** A query over the entities of the catalog that are expected to have a usage, as far as the viewer may see them. */
export function expectedEntities(options: {
  knex: Knex;
  expected: ExpectedKind[];
  restriction: UsageRestriction;
}): Knex.QueryBuilder {
  const { knex, expected, restriction } = options;
  const query = knex('entities').whereNull('entities.missing_since');
  query.where(any => {
    any.whereRaw('1 = 0');
    for (const one of expected) any.orWhere(of => applyKind(of, one));
  });
  applyEntityRestriction(query, restriction);
  return query;
}

function applyKind(query: Knex.QueryBuilder, { kind, types }: ExpectedKind) {
  query.where('entities.kind', kind);
  if (types) query.whereRaw(isOneOf('lower(entities.type)', types), types);
}

/** `column IN (?, ?)` over an expression; configuration bounds how many. */
export function isOneOf(expression: string, values: readonly string[]): string {
  return values.length === 0
    ? '1 = 0'
    : `${expression} IN (${values.map(() => '?').join(', ')})`;
}

/** Usages of the entity of the row that hold now and that the viewer may see. */
export function visibleUsage(restriction: UsageRestriction) {
  // The entities of the query are restricted already; going through all of them again for each row would be dear.
  const rest =
    restriction.type === 'some'
      ? { ...restriction, entityRefs: undefined }
      : restriction;
  return (usage: Knex.QueryBuilder) => {
    usage
      .from('current_usages')
      .whereRaw('current_usages.entity_ref = entities.entity_ref');
    applyRestriction(usage, rest, 'current_usages');
  };
}
