/**
 * Where the last good version of each authority survives a restart. The command line keeps files, the backend rows.
 *
 * @remarks
 * Race: two processes refresh at once. Each writes only over the revision that it read, so the later one has to read
 * what the earlier one wrote, and nothing newer is ever overwritten.
 *
 * @public
 */
export interface TrustStore {
  /** @param key - 64 hexadecimal characters, a hash of everything that pins the source */
  read(key: string): Promise<TrustRecord | undefined>;
  /**
   * Writes where the stored revision is still `expected`.
   *
   * @param expected - 0 where nothing was stored
   * @returns false where another one was faster
   */
  write(key: string, content: string, expected: number): Promise<boolean>;
}

/** @public */
export interface TrustRecord {
  /** Counts the writes, from 1. */
  revision: number;
  /** Absent where what is stored is damaged: it then counts as nothing, and the next write replaces it. */
  content?: string;
}

/** @internal */
export function checkKey(key: string): string {
  // Keys become file names: nothing that came from outside may ever be one.
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error('not a key of this store');
  return key;
}
