import type { LocatorStatus } from '@countersign/backstage-plugin-provenance-common';
import { visibleText } from '@countersign/domain';
import type { LocatorPass } from '../store';

/** How each locator stands, as people read it. What it says about its own failure may quote a stranger. */
export function presentLocators(passes: LocatorPass[]): LocatorStatus[] {
  return passes.map(({ problem, ...pass }) => ({
    ...pass,
    status: statusOf(pass),
    ...(problem !== undefined && { problem: visibleText(problem, 300) }),
  }));
}

/** What does not look comes before what looks and is not believed. */
function statusOf(pass: Omit<LocatorPass, 'problem'>): LocatorStatus['status'] {
  if (pass.failingSince !== undefined) return 'failing';
  if (pass.heldSince !== undefined) return 'held';
  return pass.finishedAt === undefined ? 'waiting' : 'working';
}
