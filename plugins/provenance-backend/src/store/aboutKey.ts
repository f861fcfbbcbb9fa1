import { createHash } from 'node:crypto';

/** In bytes; PostgreSQL refuses a row whose index entry is longer than 2704. */
const longest = 1_000;

/**
 * What tells findings of one code apart, as the index keeps it. Whoever writes an address of thousands of bytes could
 * otherwise keep every look at a replaced file from being recorded, and the verdict on the old one in force.
 */
export function aboutKey(about: string): string {
  if (Buffer.byteLength(about) <= longest) return about;
  return `sha256:${createHash('sha256').update(about).digest('hex')}`;
}
