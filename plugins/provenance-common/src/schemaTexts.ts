/** Printable, one line: what these texts end up in are pages, tables and log lines. */
export const line = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$';

export const place = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  pattern: line,
} as const;

export const address = {
  type: 'string',
  minLength: 1,
  maxLength: 2000,
  pattern: line,
} as const;
