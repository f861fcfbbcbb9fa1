import { gzipSync } from 'node:zlib';

/**
 * Gzip without compression: the bytes depend neither on the version of zlib nor on the system.
 *
 * @public
 */
export function gzipStored(bytes: Uint8Array): Buffer {
  const zipped = gzipSync(bytes, { level: 0 });
  // Byte 9 names the operating system; 255 is "unknown" (RFC 1952, 2.3.1).
  zipped[9] = 255;
  return zipped;
}
