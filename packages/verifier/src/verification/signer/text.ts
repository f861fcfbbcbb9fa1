const utf8StringTag = 0x0c;
const longestLength = 0xffff;

/**
 * One UTF8String that fills the value to its last byte, its length written in the one way that DER allows; anything
 * else is no text. Two readers must not find two texts in one value.
 */
export function derText(value: Buffer): string | undefined {
  if (value[0] !== utf8StringTag) return undefined;
  const { length, start } = lengthAt(value);
  return length !== undefined && value.length === start + length
    ? utf8(value.subarray(start))
    : undefined;
}

/** X.690, 8.1.3 and 10.1: the shortest form, and never the indefinite one. */
function lengthAt(value: Buffer): { length?: number; start: number } {
  const first = value[1] ?? 0xff;
  if (first < 0x80) return { length: first, start: 2 };
  const bytes = first & 0x7f;
  const start = 2 + bytes;
  if (bytes === 0 || bytes > 2 || value.length < start) return { start };
  const length = value.readUIntBE(2, bytes);
  const shortest = bytes === 1 ? 0x80 : 0x100;
  return length >= shortest && length <= longestLength
    ? { length, start }
    : { start };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws TypeError for bytes that are no UTF-8 */
export function utf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
