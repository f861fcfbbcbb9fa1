import { createHash } from 'node:crypto';
import { signedBytes, signatureOf, type SignedContent } from './content';
import { sha256 } from './keys';
import type { RekorBody } from './rekorBody';
import type { HashName } from './signBytes';

/**
 * The kinds of entries that Rekor v2 takes. Signers put envelopes into `hashedrekord` as well, by the digest of what
 * the signature is over.
 *
 * @public
 */
export const rekorV2EntryKinds = ['hashedrekord-0.0.2', 'dsse-0.0.2'] as const;

/** @public */
export type RekorV2EntryKind = (typeof rekorV2EntryKinds)[number];

/** Whose signature an entry of Rekor v2 holds, as the entry says it. */
export interface RekorV2Verifier {
  keyDetails: string;
  x509Certificate?: { rawBytes: string };
  publicKey?: { rawBytes: string };
}

/**
 * The entry for one signed content.
 *
 * @throws Error where the kind does not take this content.
 */
export function rekorBodyV2(
  kind: RekorV2EntryKind,
  content: SignedContent,
  verifier: RekorV2Verifier,
): RekorBody {
  const signature = {
    content: signatureOf(content).toString('base64'),
    verifier,
  };
  if (kind === 'hashedrekord-0.0.2')
    return hashedRekordV2(hashedContent(content), signature);
  if (content.type !== 'dsse')
    throw new Error(`a ${kind} entry takes an envelope`);
  const payload = Buffer.from(content.envelope.payload, 'base64');
  return dsseV2(payload, [signature]);
}

interface SignatureAndVerifier {
  content: string;
  verifier: RekorV2Verifier;
}

export function hashedRekordV2(
  hashed: { hash: HashName; digest: Buffer },
  signature: SignatureAndVerifier,
): RekorBody {
  return {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: digestJson(hashed.hash, hashed.digest),
        signature,
      },
    },
  };
}

export function dsseV2(
  payload: Buffer,
  signatures: SignatureAndVerifier[],
): RekorBody {
  return {
    apiVersion: '0.0.2',
    kind: 'dsse',
    spec: {
      dsseV002: {
        payloadHash: digestJson('sha256', sha256(payload)),
        signatures,
      },
    },
  };
}

/** A digest as Sigstore's messages hold it. */
export function digestJson(hash: HashName, digest: Buffer) {
  return {
    algorithm: `SHA2_${hash.slice(3)}`,
    digest: digest.toString('base64'),
  };
}

function hashedContent(content: SignedContent) {
  if (content.type === 'message') return content;
  const digest = createHash('sha256').update(signedBytes(content)).digest();
  return { hash: 'sha256' as const, digest };
}
