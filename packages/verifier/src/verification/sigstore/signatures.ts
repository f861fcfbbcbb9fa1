import { timingSafeEqual, type KeyObject } from 'node:crypto';
import type { SignedEntity } from '@sigstore/verify';
import { hashOf, hashOfSize, type HashName } from '../keys/hashes';
import { verifyBytes } from '../keys/verifyBytes';
import { verifyDigest } from '../keys/verifyDigest';

/*
 * The library asks a signature four questions: whether it has these bytes, whether a log entry's digest is that of its
 * payload or of what it signed, and whether a key made it. Its own answers know SHA-256 only and need a file as a whole;
 * these know every kind of key that signs here. All other mathematics stays the library's.
 */

type SignatureContent = SignedEntity['signature'];

/** A signature over bytes that the material brings. */
export class BytesSignature implements SignatureContent {
  constructor(
    readonly signature: Buffer,
    private readonly signed: Buffer,
    /** What log entries mean by the payload's hash; for envelopes it is less than what was signed. */
    private readonly payload: Buffer,
  ) {}

  compareSignature(signature: Buffer): boolean {
    return same(signature, this.signature);
  }

  compareDigest(digest: Buffer): boolean {
    return isDigestOf(digest, this.payload);
  }

  compareSignedDigest(digest: Buffer): boolean {
    return isDigestOf(digest, this.signed);
  }

  readonly verifySignature = oncePerKey(key =>
    verifyBytes(key, this.signed, this.signature),
  );
}

/**
 * A message signature verified from the message's digest alone: stored material is verified again without the file,
 * and a file of gigabytes costs no memory. Plain Ed25519 signs no digests and needs the file.
 */
export class DigestSignature implements SignatureContent {
  constructor(
    readonly signature: Buffer,
    private readonly hash: HashName,
    private readonly digest: Buffer,
    private readonly file?: Uint8Array,
  ) {}

  compareSignature(signature: Buffer): boolean {
    return same(signature, this.signature);
  }

  compareDigest(digest: Buffer): boolean {
    return same(digest, this.digest);
  }

  compareSignedDigest(digest: Buffer): boolean {
    return same(digest, this.digest);
  }

  readonly verifySignature = oncePerKey(
    key =>
      // Over the file, OpenSSL takes a fiftieth of the time that a digest alone takes.
      (this.file !== undefined &&
        verifyBytes(key, this.file, this.signature)) ||
      verifyDigest(key, this.hash, this.digest, this.signature),
  );
}

/** Our own checks and the library ask for the same key, and one answer may cost more than all else together. */
function oncePerKey(verify: (key: KeyObject) => boolean) {
  let asked: KeyObject | undefined;
  let answer = false;
  return (key: KeyObject): boolean => {
    if (!asked?.equals(key)) {
      answer = verify(key);
      asked = key;
    }
    return answer;
  };
}

/** Each hash of SHA-2 has digests of its own length, so a length names the hash. */
function isDigestOf(digest: Buffer, bytes: Buffer): boolean {
  const hash = hashOfSize(digest.length);
  return hash !== undefined && same(digest, hashOf(hash, bytes));
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
