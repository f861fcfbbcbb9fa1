import { fieldsOf, textsOf } from './fields';

/** `tier=1`, one a line. A name has no `=`; what comes after the first is the value. */
export function labelLines(labels: unknown): string[] {
  return Object.entries(fieldsOf(labels)).flatMap(([name, values]) =>
    textsOf(values).map(value => `${name}=${value}`),
  );
}

/** A line without `=` names a label without a value, which the strict parser then says. */
export function labelsOf(
  lines: string[],
): Record<string, string[]> | undefined {
  const labels = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.includes('=') ? line.indexOf('=') : line.length;
    const name = line.slice(0, at);
    labels.set(name, [...(labels.get(name) ?? []), line.slice(at + 1)]);
  }
  return labels.size > 0 ? Object.fromEntries(labels) : undefined;
}
