/** The few words of DER that one certificate needs (X.690): definite lengths, short tags. */
export function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(body), body]);
}

/** Of at most 65,535 bytes; no certificate here comes near. */
function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x100) return Buffer.of(0x81, length);
  return Buffer.of(0x82, Math.floor(length / 0x100), length % 0x100);
}

export const sequence = (...items: Uint8Array[]) => tlv(0x30, ...items);

/** An object identifier from its encoded arcs. */
export const identifier = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));

export const bitString = (bytes: Uint8Array) => tlv(0x03, Buffer.of(0), bytes);

export const truth = tlv(0x01, Buffer.of(0xff));

/** GeneralizedTime in whole seconds. */
export function instant(date: Date): Buffer {
  const stamp = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return tlv(0x18, Buffer.from(`${stamp}Z`));
}
