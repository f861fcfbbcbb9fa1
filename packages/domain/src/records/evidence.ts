import type { EvidenceFailureCode } from '../explanation/codes';
import type { Digest } from './digest';
import type { MaterialFormat } from './collection';
import type { SignerIdentity } from './signer';
import type { StatementSummary } from './statement';

/**
 * The proofs that evidence records one by one (S1.5).
 *
 * @public
 */
export const proofNames = [
  'format',
  'signature',
  'chain',
  'validity',
  'sct',
  'set',
  'inclusion',
  'checkpoint',
  'timestamp',
  'subject',
  'claims',
] as const;

/** @public */
export type ProofName = (typeof proofNames)[number];

/**
 * `unchecked`: an earlier proof failed, so nothing can be said about this one.
 *
 * @public
 */
export type ProofOutcome =
  | { status: 'proven' }
  | { status: 'absent' }
  | { status: 'unchecked' }
  | { status: 'failed'; code: EvidenceFailureCode; message: string };

/** @public */
export type Proofs = Record<ProofName, ProofOutcome>;

/**
 * Where a transparency log has the signature.
 *
 * @public
 */
export interface LogEntry {
  /** Hexadecimal log id. */
  logId: string;
  /** Decimal; a string, because it may exceed 2^53. */
  logIndex: string;
  kind: string;
  /** ISO 8601, UTC, only where a verified promise states it. */
  integratedAt?: string;
}

/**
 * What one authority proves about one material over one subject (S1.5). It knows no policy.
 *
 * @public
 */
export interface Evidence {
  subject: Digest;
  material: Digest;
  format: MaterialFormat;
  /** Name of the authority under which the material was verified. */
  authority: string;
  authorityDigest: Digest;
  verifierRevision: number;
  /** What the material says who signed; proven only where `outcome.status` is `proven`. */
  signer?: SignerIdentity;
  statement?: StatementSummary;
  logEntry?: LogEntry;
  proofs: Proofs;
  outcome: EvidenceOutcome;
}

/** @public */
export type EvidenceOutcome =
  | {
      status: 'proven';
      /** Every instant that a verified promise or timestamp states, ascending. ISO 8601, UTC (S7.1). */
      provenTimes: string[];
    }
  | {
      status: 'failed';
      /** The first failure in the order of S4.8. */
      code: EvidenceFailureCode;
      message: string;
    };
