import type { Digest } from '@countersign/domain';
import type { SignedEntity } from '@sigstore/verify';
import type { X509Certificate } from '@sigstore/core';
import type { HashName } from './keys/hashes';

/** What was signed, in the ways in which it reaches us. */
export type SignedContent =
  | { type: 'dsse'; payloadType: string; payload: Buffer; keyId: string }
  | { type: 'simple-signing'; payload: Buffer }
  | { type: 'manifest'; payload: Buffer; manifest: SignedManifest }
  | { type: 'digest'; hash: HashName; digest: Buffer };

/** A file that keeps beside its signature what was signed, in another form than its own. */
export interface SignedManifest {
  /** The file as it is served. */
  digest: Digest;
  /** Whether the file says what was signed, and nothing else. */
  isSame: boolean;
}

/** Who says to have signed: a certificate, or a key that is not in the material. */
export type EnvelopeSigner =
  | { type: 'certificate'; der: Buffer; certificate: X509Certificate }
  | { type: 'key'; hint: string };

/** Signed material, read: one form for every layout. Nothing in it is trusted yet. */
export interface Envelope {
  signer: EnvelopeSigner;
  content: SignedContent;
  signature: Buffer;
  /** The library's view of the same; its signature is verified by ours, see `signatures.ts`. */
  entity: SignedEntity;
  /** The bytes that log entries of the kind `intoto 0.0.1` hash as a whole, where they were kept. */
  envelopeBytes?: Buffer;
}
