import { createHash } from 'node:crypto';
import {
  keyAuthority,
  sigstoreAuthority,
  type KeyAuthority,
  type SigstoreAuthority,
} from '@countersign/verifier';
import { readNamedFile } from '../files';
import { UsageError } from '../options/UsageError';
import type { Surroundings } from '../Surroundings';
import { publicGoodRoot } from './publicGood';

/**
 * A Sigstore trust root: of a file, or the public-good one.
 *
 * @param options - `forKeys`: it only proves times for signatures of keys
 * @throws UsageError for a root that cannot be used: it is refused as a whole
 */
export async function loadRoot(
  path: string | undefined,
  surroundings: Surroundings,
  options: { name?: string; sha256?: string; forKeys?: boolean } = {},
): Promise<SigstoreAuthority> {
  if (path === undefined) return publicGoodRoot(surroundings);
  const text = await pinned(path, '--trusted-root', options.sha256);
  const root = parseJson(text, path);
  return usable(() =>
    sigstoreAuthority(options.name ?? 'trusted-root', root, {
      forKeys: options.forKeys,
    }),
  );
}

/** @throws UsageError for a key that cannot be used */
export async function loadKey(
  name: string,
  path: string,
  options: {
    log?: SigstoreAuthority;
    notBefore?: Date;
    notAfter?: Date;
    sha256?: string;
  } = {},
): Promise<KeyAuthority> {
  const { sha256, ...window } = options;
  const pem = await pinned(path, '--key', sha256);
  return usable(() => keyAuthority(name, pem, window));
}

/** Whoever can write the file could otherwise decide who is trusted. */
async function pinned(path: string, option: string, sha256?: string) {
  const text = await readNamedFile(path, option);
  const digest = createHash('sha256').update(text).digest('hex');
  if (sha256 !== undefined && sha256 !== digest)
    throw new UsageError(
      `${path} has the SHA-256 ${digest}, and ${sha256} is pinned`,
    );
  return text;
}

function parseJson(text: string, path: string): object {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON`);
  }
}

function usable<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
