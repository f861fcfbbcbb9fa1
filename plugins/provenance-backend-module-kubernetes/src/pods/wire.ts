/** What an API server sends is a stranger's: nothing of it has the type that it should have until that was looked at. */
export type Wire = Record<string, unknown>;

/** An object, or one without anything in it. */
export function objectOf(value: unknown): Wire {
  return isObject(value) ? value : {};
}

/** The objects in a list; nothing where it is none. */
export function objectsOf(value: unknown): Wire[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
