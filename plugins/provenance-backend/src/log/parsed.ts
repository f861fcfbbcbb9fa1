/**
 * What an entry says, as far as it says anything: whoever can write the database can seal a text that is no JSON, and
 * the check must name that entry and not fail over it.
 */
export function parsed<T>(content: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null
      ? (value as Partial<T>)
      : undefined;
  } catch {
    return undefined;
  }
}
