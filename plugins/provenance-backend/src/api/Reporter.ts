import type { UsageIdentity } from '@countersign/domain';
import type { EntityFacts } from '../store';

/** Somebody who reports deployments. */
export interface Reporter {
  /** Kept with what they say. */
  name: string;
  /**
   * Those of some entities that exist and that the reporter may know of.
   *
   * @throws where the catalog has to be asked and does not answer
   */
  entities(entityRefs: string[]): Promise<EntityFacts[]>;
  mayReport(entity: EntityFacts, identity: UsageIdentity): boolean;
}
