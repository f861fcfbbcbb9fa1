import type { Entity } from '@backstage/catalog-model';
import { readField, type Field } from './Field';

/** What one field of an entity must be. */
export interface Condition {
  field: Field;
  /** In small letters: one of them, or whether there is any value at all. */
  is: ReadonlySet<string> | boolean;
}

/** All of its conditions hold, as in the filters of the catalog. */
export type EntityFilter = readonly Condition[];

/** Longer than any value that a filter names. */
const longestValue = 2_000;

export function matchesAny(
  filters: readonly EntityFilter[],
  entity: Entity,
): boolean {
  return filters.some(filter => filter.every(one => holds(one, entity)));
}

/** The catalog does not tell small letters from capital ones either. One value of a list is enough. */
function holds({ field, is }: Condition, entity: Entity): boolean {
  const value = readField(entity, field);
  if (typeof is === 'boolean') return (value !== undefined) === is;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.some(
    one =>
      ['string', 'number', 'boolean'].includes(typeof one) &&
      String(one).length <= longestValue &&
      is.has(String(one).toLocaleLowerCase('en-US')),
  );
}
