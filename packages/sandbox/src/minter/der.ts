/**
 * Writes the part of DER that certificates need: definite lengths, short tags (X.690, 8 and 10).
 */
export function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), encodeLength(body.length), body]);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...items: Uint8Array[]) => tlv(0x30, ...items);

export const setOf = (...items: Uint8Array[]) => tlv(0x31, ...items);

/** SET OF as DER wants it: in the order of the encodings (X.690, 11.6). */
export const sortedSetOf = (...items: Uint8Array[]) =>
  setOf(...[...items].sort(Buffer.compare));

export const nullValue = () => tlv(0x05);

export const octetString = (bytes: Uint8Array) => tlv(0x04, bytes);

export const utf8String = (text: string) => tlv(0x0c, Buffer.from(text));

export const boolean = (value: boolean) =>
  tlv(0x01, Buffer.from([value ? 0xff : 0]));

/** `[n]`, constructed. */
export const explicit = (n: number, ...items: Uint8Array[]) =>
  tlv(0xa0 | n, ...items);

/** `[n] IMPLICIT`, primitive. */
export const implicit = (n: number, bytes: Uint8Array) => tlv(0x80 | n, bytes);

export const bitString = (bytes: Uint8Array, unusedBits = 0) =>
  tlv(0x03, Buffer.from([unusedBits]), bytes);

/** A non-negative INTEGER, from a small number or from big-endian bytes. */
export function integer(value: number | Uint8Array): Buffer {
  const bytes =
    typeof value === 'number'
      ? Buffer.from(evenHex(value.toString(16)), 'hex')
      : Buffer.from(value);
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const minimal = bytes.subarray(start);
  // A set top bit would make the number negative.
  return minimal[0] & 0x80
    ? tlv(0x02, Buffer.from([0]), minimal)
    : tlv(0x02, minimal);
}

function evenHex(hex: string) {
  return hex.length % 2 ? `0${hex}` : hex;
}

export function objectIdentifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) bytes.push(...base128(arc));
  return tlv(0x06, Buffer.from(bytes));
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (
    let rest = Math.floor(arc / 128);
    rest > 0;
    rest = Math.floor(rest / 128)
  )
    bytes.unshift(0x80 | rest % 128);
  return bytes;
}

/** GeneralizedTime in UTC; the digits of the fraction go in as they are given. */
export function generalizedTime(date: Date, fraction = ''): Buffer {
  const stamp = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const text = fraction === '' ? `${stamp}Z` : `${stamp}.${fraction}Z`;
  return tlv(0x18, Buffer.from(text, 'ascii'));
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(date: Date): Buffer {
  if (date.getUTCFullYear() >= 2050) return generalizedTime(date);
  const stamp = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${stamp}Z`, 'ascii'));
}
