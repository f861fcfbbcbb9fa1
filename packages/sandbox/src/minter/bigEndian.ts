/** An unsigned number in a fixed count of bytes, the most significant first. */
export function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return buffer.subarray(8 - bytes);
}
