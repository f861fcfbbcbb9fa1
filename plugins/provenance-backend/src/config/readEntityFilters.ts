import { ConfigurationError, readText, Section } from '@countersign/domain';
import type {
  Condition,
  EntityFilter,
} from '../discovery/template/EntityFilter';
import { parseField } from '../discovery/template/Field';

/**
 * Filters of entities as the catalog has them: fields and their values, of which all must hold; or a list of such
 * filters, of which one must.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readEntityFilters(section: Section, key: string) {
  if (!Array.isArray(section.raw(key)))
    return [readFilter(section.raw(key), section.at(key))];
  return section.list(key, readFilter);
}

function readFilter(value: unknown, path: string): EntityFilter {
  const keys = Object.keys((value ?? {}) as object);
  const filter = Section.of(value, path, keys);
  if (keys.length === 0)
    throw new ConfigurationError(
      path,
      'names no field, and would let every entity through',
    );
  return keys.map(key => ({
    field: readField(key, filter.at(key)),
    is: readValues(filter, key),
  }));
}

function readField(text: string, path: string) {
  try {
    return parseField(text);
  } catch (error) {
    throw new ConfigurationError(path, (error as Error).message);
  }
}

/** A value, several of which one must match, or `{ exists: true }`. */
function readValues(filter: Section, key: string): Condition['is'] {
  const value = filter.raw(key);
  if (typeof value === 'object' && !Array.isArray(value)) {
    const exists = Section.of(value, filter.at(key), ['exists']);
    return (
      exists.optionalBoolean('exists') ?? exists.fail('exists', 'is missing')
    );
  }
  const values = Array.isArray(value)
    ? filter.list(key, readText)
    : [filter.string(key)];
  return new Set(values.map(one => one.toLocaleLowerCase('en-US')));
}
