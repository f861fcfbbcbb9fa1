import { visibleText } from '@countersign/domain';

const orderAnywhere = /##(?=[a-z]*\[)/gi;
const orderAtStart = /^(\s*):(?=:)/;

/**
 * Makes a text that anybody may have written safe for a terminal and for the logs of build servers. Control characters
 * and what reorders text are written out; so is what build servers read as an order: `::` at the start of a line, and
 * `##[` or `##vso[` wherever they stand.
 */
export function shown(text: string, longest?: number): string {
  return visibleText(text, longest)
    .replace(orderAnywhere, '#\\u{23}')
    .replace(orderAtStart, '$1\\u{3a}');
}

const beyondAscii = /[^\x20-\x7e\n]/g;

/** JSON in which nothing but ASCII stands, so that a terminal has nothing to obey; it parses to the same values. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .replace(
      beyondAscii,
      unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(orderAnywhere, '#\\u0023');
}
