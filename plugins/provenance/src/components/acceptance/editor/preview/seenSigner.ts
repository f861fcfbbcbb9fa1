import {
  signerInWords,
  visibleText,
  type SignerItem,
} from '@countersign/backstage-plugin-provenance-common';

/** Somebody who was seen signing, in words, and exactly as they signed. All of it is safe to show. */
export function seenSigner(
  seen: Pick<
    SignerItem,
    'type' | 'authority' | 'issuer' | 'subject' | 'fingerprint'
  >,
): { words: string; exact: string } {
  const { type, authority, issuer, subject } = seen;
  if (type === 'key' || issuer === undefined || subject === undefined) {
    const { words } = signerInWords({ key: authority });
    return { words, exact: visibleText(seen.fingerprint ?? authority, 200) };
  }
  const signer = signerInWords({ authority, issuer, subject, isExact: true });
  return {
    words: [signer.words, signer.issuer].filter(Boolean).join(' at '),
    exact: signer.exact,
  };
}
