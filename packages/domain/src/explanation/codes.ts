/**
 * Why a look could not be finished or decided, with the origin that a code has unless its cause says otherwise.
 *
 * @public
 */
export const causeCodes = [
  'registry-unreachable',
  'rate-limited',
  'access-denied',
  'authority-missing',
  'limit-exceeded',
  'malformed',
  'unsupported-format',
  'digest-mismatch',
  'artifact-not-found',
  'host-not-allowed',
  'annotation-invalid',
  'unsupported-reference',
] as const;

/** @public */
export type CauseCode = (typeof causeCodes)[number];

/**
 * Why evidence proves nothing, in the order of S4.8: a later code means that the material came further.
 *
 * @public
 */
export const evidenceFailureCodes = [
  'limit-exceeded',
  'malformed',
  'unsupported-format',
  'digest-mismatch',
  'signature-invalid',
  'unknown-authority',
  'certificate-not-valid-at-signing',
  'time-unproven',
  'log-proof-invalid',
  'subject-mismatch',
  'claims-disagree',
] as const;

/** @public */
export type EvidenceFailureCode = (typeof evidenceFailureCodes)[number];

/**
 * Every code that can lead a verdict: the closed set.
 *
 * @public
 */
export const reasonCodes = [
  'accepted',
  'no-rule',
  'nothing-required',
  'signer-not-accepted',
  'ref-not-accepted',
  'signer-kind-not-accepted',
  'wrong-authority',
  'unknown-authority',
  'authority-removed',
  'distrusted',
  'signature-invalid',
  'certificate-not-valid-at-signing',
  'subject-mismatch',
  'log-proof-invalid',
  'claims-disagree',
  'attestation-missing',
  'condition-not-met',
  'time-unproven',
  'kind-mismatch',
  'nothing-found',
  'signature-vanished',
  'artifact-not-found',
  'host-not-allowed',
  'access-denied',
  'registry-unreachable',
  'rate-limited',
  'limit-exceeded',
  'unsupported-format',
  'unsupported-reference',
  'malformed',
  'digest-mismatch',
  'authority-missing',
  'annotation-invalid',
  'not-checked-yet',
] as const;

/** @public */
export type ReasonCode = (typeof reasonCodes)[number];
