/** Not JSON, not UTF-8, or nested too deeply. */
export class JsonError extends Error {
  readonly name = 'JsonError';
  constructor(readonly reason: 'malformed' | 'too-deep', message: string) {
    super(message);
  }
}

/** Narrow view of a stranger's JSON object: every field is unknown until it was looked at. */
export type JsonObject = Record<string, unknown>;

/**
 * Parses a stranger's JSON. Depth is counted on the bytes before parsing, so that nobody's recursion pays for it.
 *
 * @throws {@link JsonError}
 */
export function parseJson(bytes: Uint8Array, maxDepth: number): unknown {
  if (depthOf(bytes, maxDepth) > maxDepth)
    throw new JsonError('too-deep', `JSON is nested deeper than ${maxDepth}`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new JsonError('malformed', `not JSON: ${firstLine(error)}`);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under a key, or `undefined` for anything that is not a text. */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Walks own properties only: `__proto__` and `constructor` of a stranger lead nowhere. */
export function valueAt(value: unknown, ...path: string[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** One short line of whatever was thrown. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0].slice(0, 300);
}

const quote = 0x22;
const backslash = 0x5c;

function depthOf(bytes: Uint8Array, enough: number): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inText) {
      if (byte === backslash) i++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) {
      inText = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      if (depth > deepest) deepest = depth;
      if (deepest > enough) return deepest;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return deepest;
}
