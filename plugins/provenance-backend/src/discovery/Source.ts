import type { Entity } from '@backstage/catalog-model';
import type { ClaimStanding } from '@countersign/domain';
import type { ClaimedUsage } from '../store';

/** What one source says about one entity. */
export interface Answer {
  entityRef: string;
  usages: ClaimedUsage[];
  /** Why there may be more; then nothing that is missing ends. */
  incomplete?: string;
}

/** Where claims come from in a pass: a locator of ours, or one that a module brings. */
export interface Source {
  /** Kept with every claim. */
  name: string;
  standing: ClaimStanding;
  /** @throws where it cannot tell about any of the entities */
  locate(
    entities: Entity[],
    options: { signal: AbortSignal },
  ): Promise<Answer[]>;
}
