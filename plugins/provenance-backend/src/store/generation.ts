import type { AuthorityKind, Digest } from '@countersign/domain';

/** Everything beside what was found that a verdict depends on, as one replica has it (S6.3). */
export interface GenerationContent {
  verifierRevision: number;
  judgeRevision: number;
  registryVersion: number;
  /** By name. */
  authorities: GenerationAuthority[];
  /** Over the rules, the settings and the reviewed tables of the release. */
  configurationHash: string;
}

export interface GenerationAuthority {
  name: string;
  kind: AuthorityKind;
  /** Absent where no version could be loaded. */
  digest?: Digest;
}

/** Why a generation came to be: a replica started, its content changed, or nobody was left of the one before. */
export type GenerationOccasion = 'start' | 'change' | 'takeover';

/** What a replica proposes to all. */
export interface GenerationProposal {
  /** Hash of the content. */
  generation: string;
  content: GenerationContent;
  occasion: GenerationOccasion;
  /** A replica. */
  proposedBy: string;
}

/** The one generation by which replicas may work now. */
export interface StoredGeneration extends GenerationProposal {
  number: number;
  proposedAt: string;
}

/** A process on this database, as it last reported. */
export interface Replica {
  id: string;
  generation: string;
  content: GenerationContent;
  /** The number under which it works; absent where it may not. */
  worksUnder?: number;
  /** Why it may not work. */
  why?: string;
  /** Release of the plugin. */
  version: string;
  startedAt: string;
  lastSeenAt: string;
  /** When it ended in order. */
  leftAt?: string;
}

/* The rows as both dialects return them. */

export interface GenerationRow {
  number: number;
  content_hash: string;
  content: string;
  occasion: GenerationOccasion;
  proposed_by: string;
  proposed_at: string;
}

export interface ReplicaRow {
  id: string;
  content_hash: string;
  content: string;
  generation: number | null;
  why: string | null;
  version: string;
  started_at: string;
  last_seen_at: string;
  left_at: string | null;
}
