import { createHash } from 'node:crypto';
import type { Digest } from '@countersign/domain';

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function digestOf(...parts: (Uint8Array | string)[]): Digest {
  return `sha256:${sha256(...parts).toString('hex')}`;
}

export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

export function bytesOf(digest: Digest): Buffer {
  return Buffer.from(hexOf(digest), 'hex');
}

const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;

/** Strict standard base64: Node's decoder skips what it does not know, and skipped bytes are a stranger's hiding place. */
export function fromBase64(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || !base64Form.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

/**
 * JSON with sorted keys and no white space, for digests over content.
 *
 * @remarks Takes only what `JSON.parse` can give.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}
