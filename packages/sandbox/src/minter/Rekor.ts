import { randomBytes } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import {
  generateKeyPair,
  keyPairFromPem,
  privateKeyPem,
  type KeyPair,
} from './keys';
import type { LogPromise, RekorEntry, TransparencyLog } from './LogEntry';
import { MerkleTree } from './MerkleTree';
import type { RekorBody } from './rekorBody';
import { signBytes } from './signBytes';
import { logKeyId, signedNote } from './signedNote';

/** Entries of earlier shards: the public log's two indexes differ too. */
const earlierEntries = 1_000_000;
/** Identifies the shard's tree in the first line of its checkpoints. */
const treeId = '2605736670972794746';

/**
 * A transparency log like Rekor v1: signed entry timestamps, inclusion proofs and checkpoints on P-256.
 *
 * @public
 */
export class Rekor implements TransparencyLog {
  readonly majorApiVersion = 1;

  private constructor(
    readonly host: string,
    readonly keys: KeyPair,
    private readonly tree: MerkleTree,
  ) {}

  static create(host: string): Rekor {
    return new Rekor(host, generateKeyPair(), MerkleTree.ofStrangers());
  }

  /** SHA-256 of the log's public key. */
  get id(): Buffer {
    return logKeyId(this.host, this.keys.publicKey);
  }

  append(entry: RekorBody, at: Date): RekorEntry {
    const body = Buffer.from(canonicalJson(entry));
    const index = this.tree.append(MerkleTree.leafHash(body));
    this.tree.append(randomBytes(32));
    const logIndex = earlierEntries + index;
    return {
      kind: entry.kind,
      version: entry.apiVersion,
      body,
      logIndex,
      logId: this.id,
      promise: this.promise(body, Math.floor(at.getTime() / 1000), logIndex),
      inclusionProof: {
        ...this.tree.proof(index),
        checkpoint: signedNote(
          this.tree.checkpoint(`${this.host} - ${treeId}`),
          this,
        ),
      },
    };
  }

  private promise(
    body: Buffer,
    integratedTime: number,
    logIndex: number,
  ): LogPromise {
    const payload = {
      body: body.toString('base64'),
      integratedTime,
      logIndex,
      logID: this.id.toString('hex'),
    };
    const signedEntryTimestamp = signBytes(
      Buffer.from(canonicalJson(payload)),
      this.keys.privateKey,
    );
    return { integratedTime, signedEntryTimestamp };
  }

  toJSON(): RekorSnapshot {
    return {
      host: this.host,
      key: privateKeyPem(this.keys),
      leaves: this.tree.toJSON(),
    };
  }

  static fromJSON(snapshot: RekorSnapshot): Rekor {
    return new Rekor(
      snapshot.host,
      keyPairFromPem(snapshot.key),
      MerkleTree.fromJSON(snapshot.leaves),
    );
  }
}

/**
 * A log with its private key, for a data folder.
 *
 * @public
 */
export interface RekorSnapshot {
  host: string;
  key: string;
  leaves: string[];
}
