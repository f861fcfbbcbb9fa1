import type { StoredProposal } from '../store';

/**
 * What a proposal would change of what stands, held against what somebody has acknowledged (S9.3).
 */
export interface Replay {
  /**
   * What has still to be acknowledged before the proposal may be merged, one sentence each.
   *
   * @returns nothing where all of it was, for exactly this content over exactly this base
   * @throws where it cannot be computed: then nothing is merged
   */
  blockers(proposal: StoredProposal): Promise<string[]>;
}
