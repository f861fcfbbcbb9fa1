import type { ClaimName } from '../records/signer';
import type { ArtifactKind } from '../records/usage';
import type { DistrustEntry } from './distrust';
import type { EntityFilter } from './entityFilter';
import type { GovernedKey } from './governedKey';
import type { RepositoryBinding } from './repositoryBinding';
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
 * Modes by the name of an environment.
 *
 * @public
 */
export type Modes = Record<string, Mode>;

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
  /**
   * Anchored patterns over claims of the certificate, each of which has to fit. A claim that the certificate does not
   * have fits nothing.
   */
  claims?: Partial<Record<ClaimName, string>>;
  /**
   * What was signed has to come from the repository of the entity itself: the one that is bound to it, else the one from
   * which the catalog reads it (S2.4). Absent: from any that the rest lets in.
   */
  ownRepository?: true;
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
  /** It applies to what its bytes can be of these, whatever an entity calls it (S3.1). Absent: every kind. */
  kinds?: ArtifactKind[];
  /**
   * It applies to entities that one of these means, beside the rules for all of them: whether anybody asks who made an
   * artifact is decided by those alone (S3.3). Absent: every entity.
   */
  entities?: EntityFilter[];
  mode: Mode;
  /** What it does instead in some environments, by their names. */
  modes?: Modes;
  signers: RuleSigner[];
  /** What is asked for, all of it. Absent: one accepted signature or provenance. */
  requirements?: Requirement[];
  /** Whose rule it is: the full reference of a group or user, who has a word in every change of it (S9.2). */
  owner?: string;
  /** Why it is there, for whoever reads it next. */
  rationale?: string;
  /** Where a person reads what to do when this rule is not met. */
  runbook?: string;
}

/**
 * What a version of the registry says.
 *
 * @public
 */
export interface RegistryContent {
  rules: AcceptanceRule[];
  /** Who and what counts for nothing, whatever the rules say. */
  distrust?: DistrustEntry[];
  /** Builders that the company reviewed itself, beside {@link reviewedBuilders}. */
  builders?: ReviewedBuilder[];
  /** Which repository is which entity's own; of one entity at most one. */
  bindings?: RepositoryBinding[];
  /** Public keys that are authorities as long as this version is in force (S1.4). */
  keys?: GovernedKey[];
}

/**
 * The rules in force, as one immutable version.
 *
 * @public
 */
export interface AcceptanceRegistry extends RegistryContent {
  version: number;
}
