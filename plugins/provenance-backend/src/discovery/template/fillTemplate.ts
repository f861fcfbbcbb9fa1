import type { Entity } from '@backstage/catalog-model';
import { visibleText } from '@countersign/domain';
import { readField, type Field } from './Field';
import type { Slot, Template } from './Template';

/** What a template comes to for one entity. */
export type Filled =
  | { text: string }
  /** The field that this entity does not have. */
  | { missing: string }
  /** Why what the entity has cannot be used, without a full stop. */
  | { problem: string };

/** As long as the longest text of an artifact. */
const longestValue = 2_000;

/** Puts the fields of an entity in their places. Whatever they hold is a stranger's text, and stays text. */
export function fillTemplate({ parts }: Template, entity: Entity): Filled {
  let text = '';
  let problem: string | undefined;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = valueOf(part, entity);
    if (value === undefined) return { missing: part.field.text };
    problem ??= problemOf(part.field, value);
    if (problem === undefined) text += value;
  }
  return problem === undefined ? { text } : { problem };
}

function valueOf({ field, lower }: Slot, entity: Entity): string | undefined {
  const value = readField(entity, field);
  const isText = typeof value === 'string';
  if (!isText && typeof value !== 'number' && typeof value !== 'boolean')
    return undefined;
  const text = String(value);
  return lower && text.length <= longestValue
    ? text.toLocaleLowerCase('en-US')
    : text;
}

/** Why the value of a field must not become part of a name. */
export function problemOf({ text }: Field, value: string): string | undefined {
  if (value.length > longestValue)
    return `"${text}" has ${value.length} characters; at most ${longestValue} are read`;
  if (value.trim() === '') return `"${text}" is empty`;
  if (visibleText(value, value.length) !== value)
    return `"${text}" holds characters that cannot be seen`;
  return undefined;
}
