import {
  ConfigurationError,
  readText,
  type Section,
} from '@countersign/domain';
import { parseTemplate, type Template } from '../discovery/template/Template';

/**
 * A text with places for fields of an entity.
 *
 * @throws ConfigurationError with the path, where it cannot be read
 */
export function readTemplate(value: unknown, path: string): Template {
  const source = readText(value, path);
  try {
    return parseTemplate(source);
  } catch (error) {
    throw new ConfigurationError(path, (error as Error).message);
  }
}

/** @returns the templates under those of the keys that are there */
export function readTemplates<K extends string>(
  section: Section,
  keys: readonly K[],
): { [key in K]?: Template } {
  const there = keys.filter(key => section.has(key));
  return Object.fromEntries(
    there.map(key => [key, readTemplate(section.raw(key), section.at(key))]),
  ) as { [key in K]?: Template };
}
