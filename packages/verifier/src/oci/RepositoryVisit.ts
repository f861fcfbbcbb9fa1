import type { Digest } from '@countersign/domain';
import type { Errand, HeldAnswers } from '../http';
import type { Limits } from '../limits';
import type { LookMemory, ReferrersSource } from './LookMemory';
import type { RegistrySession } from './RegistrySession';

/** What repositories work with, whichever they are. */
export interface RepositoryServices {
  session: RegistrySession;
  limits: Limits;
  held: HeldAnswers;
  memory: LookMemory;
}

/** Who looks at what, and for whom. */
export interface RepositoryVisit {
  host: string;
  path: string;
  errand: Errand;
  /** The credential may be bound to it (S12.1). */
  entity?: string;
  /** The digest that the look is about: what is known of it from before may be used. Absent while resolving. */
  subject?: Digest;
  /** Known to be absent from before, and not asked again. */
  without?: ReferrersSource;
}
