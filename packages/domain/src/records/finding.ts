/** @public */
export const findingCodes = ['tag-moved', 'signature-vanished'] as const;

/** @public */
export type FindingCode = (typeof findingCodes)[number];

/**
 * Something that happened to a usage and deserves a look of its own, whatever the verdict.
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
}
