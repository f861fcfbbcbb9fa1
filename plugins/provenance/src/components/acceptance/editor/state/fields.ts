/** A rule, signer or entry as configuration writes it, while somebody writes it: anything may still be missing or wrong. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function textsOf(value: unknown): string[] {
  return [value].flat().filter(one => typeof one === 'string');
}

export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** With another value in one field; `undefined` takes the field away. The order of the others stays. */
export function withField(
  fields: Fields,
  name: string,
  value: unknown,
): Fields {
  if (value !== undefined) return { ...fields, [name]: value };
  const { [name]: _, ...rest } = fields;
  return rest;
}

export function replaced<T>(list: readonly T[], index: number, by: T): T[] {
  return list.map((one, i) => (i === index ? by : one));
}

export function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, i) => i !== index);
}
