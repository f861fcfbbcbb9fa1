/** What stands in the place of what was erased. */
export const erased = 'erased';

/** What an address would go on with: letters, digits and signs of its local part, or a further part of its domain. */
const goesOnBefore = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~@-]$/u;
const goesOnBehind = /^(?:[\p{L}\p{N}_@-]|\.[\p{L}\p{N}])/u;

/**
 * A record without an identity: in every text in it, wherever the identity stands as a whole. `ann@acme.com` is not
 * found in `joann@acme.com`.
 *
 * @returns undefined where it is in none of them
 */
export function redact<Of>(record: Of, identity: string): Of | undefined {
  let isFound = false;
  const inText = (text: string) => {
    const rest = without(text, identity);
    if (rest !== text) isFound = true;
    return rest;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [inText(name), walk(one)]),
    );
  };
  const redacted = walk(record);
  return isFound ? (redacted as Of) : undefined;
}

function without(text: string, identity: string): string {
  const parts = text.split(identity);
  let result = parts[0];
  for (const part of parts.slice(1)) {
    const isWhole = !goesOnBefore.test(result) && !goesOnBehind.test(part);
    result += (isWhole ? erased : identity) + part;
  }
  return result;
}
