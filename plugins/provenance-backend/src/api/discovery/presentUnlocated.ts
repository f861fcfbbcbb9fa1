import type { UnlocatedEntity } from '@countersign/backstage-plugin-provenance-common';
import { visibleText } from '@countersign/domain';
import type { EntityFacts, LocatorPass } from '../../store';
import { adviceFor } from './advice';

/** What may locate artifacts. */
export interface Locators {
  /** Names of those that run. */
  names: string[];
  passes: LocatorPass[];
  /** The hosts that may be contacted. */
  allowed: string[];
}

/** An entity without usages, why that may be, and the shortest way to end it. */
export function presentUnlocated(
  entity: EntityFacts,
  locators: Locators,
): UnlocatedEntity {
  const { entityRef, kind, type, owner, system } = entity;
  const { problem, ...advice } = adviceFor(entity, locators);
  return {
    ...{ entityRef, kind, type, owner, system },
    ...advice,
    ...(problem !== undefined && { problem: visibleText(problem, 300) }),
  };
}
