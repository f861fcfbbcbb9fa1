import { nearestKey } from '@countersign/domain';
import { parseField, type Field } from './Field';

/** A text with places for fields of an entity: `ghcr.io/acme/{{ metadata.name | lower }}:{{ metadata.labels.tag }}`. */
export interface Template {
  source: string;
  parts: readonly (string | Slot)[];
}

export interface Slot {
  field: Field;
  /** Names of repositories have small letters alone, those of entities do not. */
  lower: boolean;
}

const longest = 2_000;
const mostSlots = 20;

/**
 * Takes a template apart, once and from left to right. It knows fields and `lower`, and nothing that could be run.
 *
 * @throws Error that says what is wrong with it
 */
export function parseTemplate(source: string): Template {
  if (source.length > longest)
    throw new Error(`has more than ${longest} characters`);
  if (source.trim() !== source) throw new Error('begins or ends with a space');
  const [first, ...rest] = source.split('{{');
  const parts: (string | Slot)[] = [literal(first)];
  if (rest.length > mostSlots)
    throw new Error(`names more than ${mostSlots} fields`);
  for (const text of rest) {
    const end = text.indexOf('}}');
    if (end < 0) throw new Error('has "{{" without "}}"');
    parts.push(parseSlot(text.slice(0, end)), literal(text.slice(end + 2)));
  }
  return { source, parts: parts.filter(part => part !== '') };
}

/** The whole text of a template that names no field. */
export function fixedText({ source, parts }: Template): string | undefined {
  return parts.every(part => typeof part === 'string') ? source : undefined;
}

function literal(text: string): string {
  if (text.includes('}}')) throw new Error('has "}}" without "{{"');
  return text;
}

function parseSlot(text: string): Slot {
  const [named, ...filters] = text.split('|').map(part => part.trim());
  const unknown = filters.find(name => name !== 'lower');
  if (unknown !== undefined)
    throw new Error(
      `"${unknown}" is no filter; ${
        nearestKey(unknown, ['lower'])
          ? 'did you mean "lower"?'
          : 'there is "lower" alone'
      }`,
    );
  const field = parseField(named);
  if (named === 'metadata.tags') throw new Error(`"${named}" is a list`);
  return { field, lower: filters.length > 0 };
}
