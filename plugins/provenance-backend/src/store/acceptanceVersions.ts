import type { ToldVersion } from '../log/registryVersionContent';

/** Where a version of the acceptance list came from. */
export type VersionSource = ToldVersion['source'];

/** The row as both dialects return it. */
export interface VersionRow extends ToldVersion {
  content: string;
  seen_at: string;
  is_reviewed: number;
}

/** Somebody's approval, as the version keeps it. */
export interface KeptApproval {
  /** The row in which they gave it. */
  review: number;
  by: string;
  at: string;
}
