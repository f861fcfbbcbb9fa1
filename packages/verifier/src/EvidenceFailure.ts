import type { EvidenceFailureCode, ProofName } from '@countersign/domain';

const longestMessage = 1_000;

/** One proof failed: which, with which code of the closed set, in one line. */
export class EvidenceFailure extends Error {
  readonly name = 'EvidenceFailure';

  constructor(
    readonly proof: ProofName,
    readonly code: EvidenceFailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    // Messages quote the material, and a media type can have megabytes.
    super(message.slice(0, longestMessage), options);
  }
}
