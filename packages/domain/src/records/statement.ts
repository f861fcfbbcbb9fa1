/**
 * What a signed statement is about. `signature` and `provenance` vouch for an artifact; the others say something
 * about it, and a "failed" scan must never count as somebody's word for the artifact.
 *
 * @public
 */
export const statementRoles = [
  'signature',
  'provenance',
  'sbom',
  'scan',
  'test',
  'summary',
  'other',
] as const;

/** @public */
export type StatementRole = (typeof statementRoles)[number];

/**
 * How bad a vulnerability is, worst first. A word that nobody knows counts as `unknown`, never as harmless.
 *
 * @public
 */
export const severities = [
  'critical',
  'high',
  'medium',
  'low',
  'negligible',
  'unknown',
] as const;

/** @public */
export type Severity = (typeof severities)[number];

/**
 * What every statement says.
 *
 * @public
 */
export interface AnyStatement {
  /** The in-toto predicate type; absent for plain signatures. */
  predicateType?: string;
  /** The repository that the statement names (`docker-reference`, subject name); shown, not trusted (S8.1). */
  subjectName?: string;
}

/** @public */
export interface SignatureStatement extends AnyStatement {
  role: 'signature';
}

/**
 * SLSA provenance. It has no level: that comes from a reviewed table, never from the statement's own word (S2.3).
 *
 * @public
 */
export interface ProvenanceStatement extends AnyStatement {
  role: 'provenance';
  builder?: string;
  buildType?: string;
  sourceRepository?: string;
  /** `refs/heads/main`, where the statement names it in full. */
  sourceRef?: string;
  /** The source commit. */
  sourceDigest?: string;
}

/** @public */
export interface SbomStatement extends AnyStatement {
  role: 'sbom';
  sbom?: {
    format: 'spdx' | 'cyclonedx';
    /** Of the format: `SPDX-2.3`, `1.6`. */
    version: string;
    components: number;
  };
}

/** @public */
export interface ScanStatement extends AnyStatement {
  role: 'scan';
  scan?: {
    /** As the statement names it: `pkg:github/aquasecurity/trivy@0.58.0`. */
    scanner: string;
    /** A claim that proves no time (S7.1). */
    finishedAt?: string;
    /** Findings by severity; one for each affected package, as scanners count. */
    findings: Record<Severity, number>;
  };
}

/** @public */
export interface TestStatement extends AnyStatement {
  role: 'test';
  test?: {
    result: 'passed' | 'warned' | 'failed';
    passed: number;
    warned: number;
    failed: number;
  };
}

/**
 * A SLSA verification summary (VSA): what somebody else's verifier found.
 *
 * @public
 */
export interface SummaryStatement extends AnyStatement {
  role: 'summary';
  summary?: {
    verifier: string;
    policy?: string;
    /** The name under which it was verified; a claim. */
    resource: string;
    result: 'passed' | 'failed';
    /** `SLSA_BUILD_LEVEL_3` and levels of the verifier's own. */
    levels: string[];
    /** A claim that proves no time (S7.1). */
    verifiedAt?: string;
  };
}

/** @public */
export interface OtherStatement extends AnyStatement {
  role: 'other';
}

/**
 * The signed statement, in the few fields that a page and a condition need. Everything here is the signer's claim
 * (S7.1). What a statement says is absent where it could not be read: absent is never good news.
 *
 * @public
 */
export type StatementSummary =
  | SignatureStatement
  | ProvenanceStatement
  | SbomStatement
  | ScanStatement
  | TestStatement
  | SummaryStatement
  | OtherStatement;
