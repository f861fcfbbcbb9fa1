/** One value of the first level; of what lies deeper only the form is kept. */
export type TopValue = string | { form: 'object' | 'list' | 'other' };

/**
 * The first level of a document. A key that is there twice has both values: readers differ in which they take, and
 * either may be what the file is used as.
 */
export type TopLevel = Map<string, TopValue[]>;

/** The texts under a key. */
export function textsAt(document: TopLevel, key: string): string[] {
  return (document.get(key) ?? []).filter(value => typeof value === 'string');
}

export function hasForm(
  document: TopLevel,
  key: string,
  form: 'object' | 'list',
): boolean {
  return (document.get(key) ?? []).some(
    value => typeof value !== 'string' && value.form === form,
  );
}

/** More keys than any document of these kinds has. */
export const mostKeys = 10_000;

export function addTo(document: TopLevel, key: string, value: TopValue) {
  const known = document.get(key);
  if (known) known.push(value);
  else document.set(key, [value]);
}
