import type { ToldVersion } from '../log/registryVersionContent';

/** Where a version of the acceptance list came from. */
export type VersionSource = ToldVersion['source'];

/** The row as both dialects return it. */
export interface VersionRow extends ToldVersion {
  content: string;
  seen_at: string;
  is_reviewed: number;
  /** JSON: who reviewed it afterwards. */
  review: string | null;
}

/** Somebody's approval, as the version keeps it. */
export interface KeptApproval {
  /** The row in which they gave it. */
  review: number;
  by: string;
  at: string;
}

/** The word of whoever reviewed a version that was in force already. */
export interface KeptReview {
  /** Reference in small letters. */
  by: string;
  at: string;
  text?: string;
}
