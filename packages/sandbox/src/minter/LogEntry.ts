import type { KeyPair } from './keys';
import type { RekorBody } from './rekorBody';

/**
 * A log entry with its proofs, as Rekor answers for it.
 *
 * @public
 */
export interface RekorEntry {
  kind: string;
  version: string;
  /** The canonical entry, exactly as hashed and signed. */
  body: Buffer;
  /** Rekor v1: index over all shards, which the promise covers. Rekor v2: the index in the tree. */
  logIndex: number;
  logId: Buffer;
  /** What Rekor v1 signs at once. Rekor v2 makes no promises, and knows no time. */
  promise?: LogPromise;
  inclusionProof: {
    /** Index inside this shard's tree. */
    logIndex: number;
    treeSize: number;
    rootHash: Buffer;
    hashes: Buffer[];
    checkpoint: string;
  };
}

/** @public */
export interface LogPromise {
  /** Seconds since 1970. */
  integratedTime: number;
  signedEntryTimestamp: Buffer;
}

/**
 * Since when a trusted root trusts a log or an authority, and until when.
 *
 * @public
 */
export interface Period {
  start: Date;
  end?: Date;
}

/**
 * A log that takes signatures: what signing and a trusted root need of it.
 *
 * @public
 */
export interface TransparencyLog {
  /** Origin of its checkpoints, and host of its address. */
  readonly host: string;
  readonly keys: KeyPair;
  /** What entries and trusted roots name it by. */
  readonly id: Buffer;
  /** Of the Rekor API, which decides what an entry looks like. */
  readonly majorApiVersion: 1 | 2;
  append(entry: RekorBody, at: Date): RekorEntry;
}
