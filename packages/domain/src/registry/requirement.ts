import type { Severity } from '../records/statement';
import type { Mode, Modes, RuleSigner } from './rule';

/**
 * What every requirement can say.
 *
 * @public
 */
export interface AnyRequirement {
  /** Who may make the statement. Absent: the rule's own signers (S4.3). */
  signers?: RuleSigner[];
  /** What it does when it is not met. Absent: what its rule says, also by environment. */
  mode?: Mode;
  /** What it does instead in some environments, by their names; goes before what its rule says of them. */
  modes?: Modes;
  /** How long ago the statement was made at most, by proven time; a time that nothing proves is too old (S7.2). */
  maximumAgeMs?: number;
  /** A transparency log has to prove that it has the signature. */
  log?: boolean;
  /** What was signed has to name the repository of the usage, whatever its tag (S8.1). */
  matchReference?: boolean;
}

/**
 * One accepted signature or provenance (S4.1).
 *
 * @public
 */
export interface SignatureRequirement extends AnyRequirement {
  type: 'signature';
}

/**
 * SLSA build levels that a builder can be reviewed for.
 *
 * @public
 */
export type BuildLevel = 1 | 2 | 3;

/**
 * One accepted provenance of a reviewed builder (S2.3, S4.1).
 *
 * @public
 */
export interface ProvenanceRequirement extends AnyRequirement {
  type: 'provenance';
  /** Least SLSA build level, by the table of reviewed builders. */
  minimumLevel?: BuildLevel;
  /** Anchored patterns over the builder that the statement names. */
  builders?: string[];
}

/**
 * One accepted bill of materials (S4.1).
 *
 * @public
 */
export interface SbomRequirement extends AnyRequirement {
  type: 'sbom';
}

/**
 * The newest scan has no more findings than this (S4.2).
 *
 * @public
 */
export interface ScanRequirement extends AnyRequirement {
  type: 'scan';
  /** Most findings of each severity; one that is not named has no limit. */
  maximum?: Partial<Record<Severity, number>>;
}

/**
 * The newest test result is that all passed (S4.2).
 *
 * @public
 */
export interface TestRequirement extends AnyRequirement {
  type: 'test';
}

/**
 * The newest SLSA verification summary (VSA) says that it passed (S4.2).
 *
 * @public
 */
export interface SummaryRequirement extends AnyRequirement {
  type: 'summary';
  /** Exact ids of the verifiers that may say so. */
  verifiers?: string[];
  /** Levels that were verified. `SLSA_BUILD_LEVEL_2` is met by a higher level of the same track. */
  levels?: string[];
}

/**
 * One thing that a rule asks for. Every requirement of a rule must be met.
 *
 * @public
 */
export type Requirement =
  | SignatureRequirement
  | ProvenanceRequirement
  | SbomRequirement
  | ScanRequirement
  | TestRequirement
  | SummaryRequirement;
