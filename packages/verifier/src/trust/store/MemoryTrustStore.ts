import { checkKey, type TrustRecord, type TrustStore } from './TrustStore';

/**
 * Keeps nothing beyond the process: every start begins with what is built in or configured.
 *
 * @public
 */
export class MemoryTrustStore implements TrustStore {
  private readonly records = new Map<string, TrustRecord>();

  async read(key: string): Promise<TrustRecord | undefined> {
    return this.records.get(checkKey(key));
  }

  async write(key: string, content: string, expected: number) {
    if ((this.records.get(checkKey(key))?.revision ?? 0) !== expected)
      return false;
    this.records.set(key, { revision: expected + 1, content });
    return true;
  }
}
