/** @public */
export const findingCodes = [
  'tag-moved',
  'signature-vanished',
  'attestation-vanished',
  'digest-gone',
  'new-signer',
  'unaccepted-signers',
  'clock-skew',
  'authority-refresh-refused',
  'repository-identity-changed',
  'registry-hash-mismatch',
  'locators-disagree',
  'discovery-held-back',
  'host-refused',
] as const;

/** @public */
export type FindingCode = (typeof findingCodes)[number];

/**
 * Something that happened and deserves a look of its own, whatever the verdict.
 *
 * @public
 */
export interface Finding {
  code: FindingCode;
  /** ISO 8601, UTC. */
  firstSeenAt: string;
  lastSeenAt: string;
  old?: string;
  new?: string;
  /** What it is about where that is no usage: the name of an authority. */
  about?: string;
}
