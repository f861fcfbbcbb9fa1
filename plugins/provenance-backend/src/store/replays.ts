import type { ReplayResult } from '@countersign/domain';

/** Somebody's word that they have seen what a change does to some, and answer for it. */
export interface Acknowledgement {
  /** Of a group or identity of the replay. */
  key: string;
  /** Reference in small letters. */
  by: string;
  text: string;
  at: string;
}

/** The newest replay of a proposal. */
export interface StoredReplay {
  /** Of what was replayed; a proposal that says something else by now has none (S9.1). */
  binding: string;
  state: 'running' | 'done' | 'failed';
  by: string;
  /** Usages that were replayed so far. */
  done: number;
  startedAt: string;
  /** When it was last heard of: it went on, or ended. */
  heardAt: string;
  /** Present where it is done. */
  result?: ReplayResult;
  /** Present where it failed. */
  problem?: string;
  /** For the same content over the same base. */
  acknowledgements: Acknowledgement[];
}

/** A replay of a list that is no proposal. */
export interface StoredRegistryReplay
  extends Pick<
    StoredReplay,
    'state' | 'done' | 'startedAt' | 'heardAt' | 'result' | 'problem'
  > {
  id: string;
  /** The version in force that it was held against. */
  base: number;
}

/** The row as both dialects return it. */
export interface ReplayRow {
  proposal_id: string;
  binding: string;
  ticket: string;
  state: StoredReplay['state'];
  by: string;
  done: number;
  started_at: string;
  heard_at: string;
  result: string | null;
  problem: string | null;
}

/** Whoever replays says so with each page; silent for so long, the process has ended. */
export const replaySilenceMs = 60_000;
