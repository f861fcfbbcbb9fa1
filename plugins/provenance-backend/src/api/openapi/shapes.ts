/* The parts of which schemas are made. Objects are strict: what is not named is refused. */

export const text = { type: 'string' } as const;

export const instant = { type: 'string', format: 'date-time' } as const;

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

export const list = (items: object) => ({ type: 'array', items });

export const oneOf = (values: readonly string[]) => ({
  type: 'string',
  enum: [...values],
});

/** @param optional - the properties that may be absent */
export const object = (
  properties: Record<string, object>,
  optional: string[] = [],
) => ({
  type: 'object',
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  properties,
  additionalProperties: false,
});
