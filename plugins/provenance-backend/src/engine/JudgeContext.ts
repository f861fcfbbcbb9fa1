import {
  reviewedBuilders,
  type AcceptanceRegistry,
  type JudgeSettings,
} from '@countersign/domain';
import { createHash } from 'node:crypto';
import type { TrustedAuthorities } from '../trust';

/** What a verdict depends on beside what was found: trust, rules and settings, as they are in this process. */
export interface JudgeContext {
  registry: AcceptanceRegistry;
  authorities: TrustedAuthorities;
  settings: JudgeSettings;
}

/**
 * One hash over everything in configuration, and in the tables of this release, that a verdict depends on. A verdict with another one is computed again,
 * without asking any registry.
 */
export function generationOf(
  context: JudgeContext,
  verifierRevision: number,
): string {
  const { registry, settings, authorities } = context;
  const states = authorities.states.map(state => [
    state.name,
    state.kind,
    state.status === 'loaded' ? state.digest : state.cause,
  ]);
  return createHash('sha256')
    .update(
      JSON.stringify([
        registry,
        reviewedBuilders,
        settings,
        states,
        verifierRevision,
      ]),
    )
    .digest('hex');
}
