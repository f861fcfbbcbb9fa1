import type { Digest } from '@countersign/domain';
import type { Material } from '../material/Material';
import type { AuthorityContent } from '../trust';

/** Tells a process of ours from one of somebody else's that loads this package. */
export const workerTag = 'countersign-verification';

/** One task of a worker: plain data, because that is all that travels. */
export interface WorkerRequest {
  material: Material;
  subject: Digest;
  now: Date;
  artifact?: Uint8Array;
  /** The digest of the authority to verify under. */
  authority: Digest;
  /** Sent with the first task under an authority; the worker keeps it. */
  content?: AuthorityContent;
  /** Forget every authority that was sent before: what a worker keeps is bounded (S12.3). */
  forget: boolean;
}

/** What a worker says: that it is there, what it found, or that it could not work at all. */
export type WorkerMessage =
  | { type: 'ready' }
  | { type: 'evidence'; evidence: unknown }
  | { type: 'fault'; message: string };
