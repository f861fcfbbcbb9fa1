import { createHash } from 'node:crypto';

/** The hashes of signatures: nothing else is taken, whatever OpenSSL knows. */
export const hashNames = ['sha256', 'sha384', 'sha512'] as const;

export type HashName = (typeof hashNames)[number];

export const hashSizes: Record<HashName, number> = {
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

export function hashOf(name: HashName, ...parts: Uint8Array[]): Buffer {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The hash that gives digests of a length; each of SHA-2 has its own. */
export function hashOfSize(size: number): HashName | undefined {
  return hashNames.find(name => hashSizes[name] === size);
}
