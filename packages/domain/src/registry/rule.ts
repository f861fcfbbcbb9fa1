import type { DistrustEntry } from './distrust';
import type { Requirement } from './requirement';
import type { ReviewedBuilder } from './reviewedBuilders';

/**
 * What an unmet requirement does (S4.7). `off` takes the requirement out of the rule.
 *
 * @public
 */
export const modes = ['off', 'observe', 'enforce'] as const;

/** @public */
export type Mode = (typeof modes)[number];

/**
 * A keyless signer: names its authority; there is no wildcard and no "any configured root" (S2.1).
 *
 * @public
 */
export interface CertificateSigner {
  authority: string;
  /** Compared exactly. */
  issuer: string;
  /** Anchored pattern over the subject: `*` stops at `/`, `**` does not (S2.2). */
  subject: string;
  /** The subject is no pattern but the very text, where a star is a star: what somebody typed who meant one signer. */
  isExact?: boolean;
}

/**
 * A key, by the name of the authority that holds it.
 *
 * @public
 */
export interface KeySigner {
  key: string;
}

/** @public */
export type RuleSigner = CertificateSigner | KeySigner;

/** @public */
export function isKeySigner(signer: RuleSigner): signer is KeySigner {
  return 'key' in signer;
}

/**
 * Who may sign what, where. Every rule that applies must be met; its signers are alternatives.
 *
 * @public
 */
export interface AcceptanceRule {
  name: string;
  /** Anchored patterns over the usage's repository or file address. */
  references: string[];
  /** Absent: every environment. */
  environments?: string[];
  mode: Mode;
  signers: RuleSigner[];
  /** What is asked for, all of it. Absent: one accepted signature or provenance. */
  requirements?: Requirement[];
  /** Where a person reads what to do when this rule is not met. */
  runbook?: string;
}

/**
 * The rules in force, as one immutable version.
 *
 * @public
 */
export interface AcceptanceRegistry {
  version: number;
  rules: AcceptanceRule[];
  /** Who and what counts for nothing, whatever the rules say. */
  distrust?: DistrustEntry[];
  /** Builders that the company reviewed itself, beside {@link reviewedBuilders}. */
  builders?: ReviewedBuilder[];
}
