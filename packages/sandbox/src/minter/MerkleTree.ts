import { randomBytes } from 'node:crypto';
import { sha256 } from './keys';

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);
/** Strangers' entries before ours, so that no proof is trivial. */
const neighbours = 13;

/**
 * The append-only tree of a transparency log (RFC 6962, 2.1), kept as its leaf hashes.
 */
export class MerkleTree {
  /** Of subtrees to which nothing can be added any more: a log of thousands would hash all of it at each entry. */
  private readonly complete = new Map<string, Buffer>();

  constructor(private readonly leaves: Buffer[] = []) {}

  /** The tree of a log that others use too. */
  static ofStrangers(): MerkleTree {
    return new MerkleTree(
      Array.from({ length: neighbours }, () => randomBytes(32)),
    );
  }

  static leafHash(entry: Uint8Array): Buffer {
    return sha256(leafPrefix, entry);
  }

  get size(): number {
    return this.leaves.length;
  }

  /** @returns the leaf's index. */
  append(leafHash: Buffer): number {
    this.leaves.push(leafHash);
    return this.leaves.length - 1;
  }

  root(): Buffer {
    return this.subtree(0, this.leaves.length);
  }

  /** Audit path from a leaf to the current root, the leaf's sibling first. */
  auditPath(index: number): Buffer[] {
    const path: Buffer[] = [];
    let [start, end] = [0, this.leaves.length];
    while (end - start > 1) {
      const middle = start + largestPowerOfTwoBelow(end - start);
      if (index < middle) {
        path.unshift(this.subtree(middle, end));
        end = middle;
      } else {
        path.unshift(this.subtree(start, middle));
        start = middle;
      }
    }
    return path;
  }

  /** What proves that the tree holds a leaf. */
  proof(logIndex: number) {
    return {
      logIndex,
      treeSize: this.size,
      rootHash: this.root(),
      hashes: this.auditPath(logIndex),
    };
  }

  /** Size and root as a log signs them (C2SP tlog-checkpoint, "Note text"). */
  checkpoint(origin: string): string {
    return `${origin}\n${this.size}\n${this.root().toString('base64')}\n`;
  }

  toJSON(): string[] {
    return this.leaves.map(leaf => leaf.toString('base64'));
  }

  static fromJSON(leaves: string[]): MerkleTree {
    return new MerkleTree(leaves.map(leaf => Buffer.from(leaf, 'base64')));
  }

  private subtree(start: number, end: number): Buffer {
    if (end - start === 0) return sha256();
    if (end - start === 1) return this.leaves[start];
    const size = largestPowerOfTwoBelow(end - start);
    const isComplete = end - start === 2 * size;
    const known = isComplete && this.complete.get(`${start} ${size}`);
    if (known) return known;
    const middle = start + size;
    const hash = sha256(
      nodePrefix,
      this.subtree(start, middle),
      this.subtree(middle, end),
    );
    if (isComplete) this.complete.set(`${start} ${size}`, hash);
    return hash;
  }
}

function largestPowerOfTwoBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
