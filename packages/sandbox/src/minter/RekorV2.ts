import { randomBytes } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import {
  generateKeyPair,
  keyPairFromPem,
  privateKeyPem,
  type KeyPair,
} from './keys';
import type { RekorEntry, TransparencyLog } from './LogEntry';
import { MerkleTree } from './MerkleTree';
import type { RekorSnapshot } from './Rekor';
import type { RekorBody } from './rekorBody';
import { cosignature, logKeyId, signedNote } from './signedNote';

/**
 * Somebody who signs the checkpoints of others, so that no log can show two trees.
 *
 * @public
 */
export interface Witness {
  name: string;
  /** Ed25519: witnesses have no other keys. */
  keys: KeyPair;
}

/**
 * A transparency log like Rekor v2, which is made of tiles: an entry gets an inclusion proof and a checkpoint, and no
 * promise of a time. Its key is on Ed25519, or on P-256.
 *
 * @remarks Source: rekor-tiles, `pkg/note` and `pkg/types`; C2SP tlog-checkpoint and tlog-cosignature.
 * @public
 */
export class RekorV2 implements TransparencyLog {
  readonly majorApiVersion = 2;

  private constructor(
    readonly host: string,
    readonly keys: KeyPair,
    private readonly tree: MerkleTree,
    readonly witnesses: Witness[],
  ) {}

  static create(
    host: string,
    options: {
      key?: 'ed25519' | 'prime256v1';
      /** One of the sandbox's own where absent. */
      witnesses?: Witness[];
    } = {},
  ): RekorV2 {
    const { key = 'ed25519', witnesses = [newWitness()] } = options;
    const tree = MerkleTree.ofStrangers();
    return new RekorV2(host, generateKeyPair(key), tree, witnesses);
  }

  get id(): Buffer {
    return logKeyId(this.host, this.keys.publicKey);
  }

  /** @param at - When the witnesses sign; the log itself says no time. */
  append(entry: RekorBody, at: Date): RekorEntry {
    const body = Buffer.from(canonicalJson(entry));
    const index = this.tree.append(MerkleTree.leafHash(body));
    // The next entry is a stranger's: ours is not always the last.
    this.tree.append(randomBytes(32));
    return {
      kind: entry.kind,
      version: entry.apiVersion,
      body,
      logIndex: index,
      logId: this.id,
      inclusionProof: {
        ...this.tree.proof(index),
        checkpoint: this.checkpoint(at),
      },
    };
  }

  private checkpoint(at: Date): string {
    const text = this.tree.checkpoint(this.host);
    return signedNote(
      text,
      this,
      this.witnesses.map(witness => cosignature(text, witness, at)),
    );
  }

  toJSON(): RekorV2Snapshot {
    return {
      host: this.host,
      key: privateKeyPem(this.keys),
      leaves: this.tree.toJSON(),
      witnesses: this.witnesses.map(({ name, keys }) => ({
        name,
        key: privateKeyPem(keys),
      })),
    };
  }

  static fromJSON(snapshot: RekorV2Snapshot): RekorV2 {
    return new RekorV2(
      snapshot.host,
      keyPairFromPem(snapshot.key),
      MerkleTree.fromJSON(snapshot.leaves),
      snapshot.witnesses.map(({ name, key }) => ({
        name,
        keys: keyPairFromPem(key),
      })),
    );
  }
}

/**
 * A log of tiles with its private key and those of its witnesses, for a data folder.
 *
 * @public
 */
export interface RekorV2Snapshot extends RekorSnapshot {
  witnesses: { name: string; key: string }[];
}

function newWitness(): Witness {
  return { name: 'witness.sandbox.test', keys: generateKeyPair('ed25519') };
}
