import {
  describeSigner,
  visibleText,
  type SignerIdentity,
} from '@countersign/backstage-plugin-provenance-common';

/** A signer in words, and exactly as the certificate or key says it. */
export interface SignerWords {
  words: string;
  exact: string;
}

/** @param keyName - the authority that holds the key, where one proved it */
export function signerWords(
  signer: SignerIdentity,
  keyName?: string,
): SignerWords {
  return {
    words: describeSigner(signer, keyName),
    exact:
      signer.type === 'key'
        ? signer.fingerprint ?? 'The key’s fingerprint is not known.'
        : visibleText(signer.subject, 2_000),
  };
}
