import type { Digest, Judgement, SignerIdentity } from '@countersign/domain';
import { createHash } from 'node:crypto';
import type { SignerForm } from './signerForms';

/** An identity as the list of signers shows it. */
export interface ListedIdentity {
  type: SignerIdentity['type'];
  /** Name of the authority; of a key it is the key's. */
  authority: string;
  issuer?: string;
  /** Of a workflow without the ref: the next release is by the same signer. */
  subject?: string;
  subjectType?: 'uri' | 'email' | 'other';
  /** Of a key. */
  fingerprint?: Digest;
}

/** Somebody whom an authority proves to have signed what a usage runs. */
export interface SeenSigner {
  identity: ListedIdentity;
  /** Whether a rule in force names them for the usage. */
  accepted: boolean;
  /** Hash by which findings remember them; says since when they are known. */
  knownAs: string;
  /** What they signed, in any order. */
  signed: string[];
  /** How a certificate names them, those that a rule accepts first. Absent for a key. */
  forms?: SignerForm[];
}

/** A judgement that can say who signed. Left until somebody asks, and not part of the record: JSON leaves it out. */
export interface SignedJudgement extends Judgement {
  /** `undefined` where it cannot be said. */
  signedBy?(): SeenSigner[] | undefined;
}

/** The same for the same identity, in every process. */
export function identityHash(identity: ListedIdentity): string {
  const { type, authority, issuer, subject, subjectType, fingerprint } =
    identity;
  const parts = [type, authority, issuer, subject, subjectType, fingerprint];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Tells one state of affairs from another, in few bytes: it stands in every row. */
export function shortHash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}
