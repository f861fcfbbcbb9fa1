import type { AcceptanceRegistry, JudgeSettings } from '@countersign/domain';
import type { TrustedAuthorities } from '../trust';
import { contentOf, generationHash } from './generation/contentOf';

/** What a verdict depends on beside what was found: trust, rules and settings, as they are in this process. */
export interface JudgeContext {
  registry: AcceptanceRegistry;
  authorities: TrustedAuthorities;
  settings: JudgeSettings;
  /** Whose evidence counts; absent: of every revision. */
  verifier?: CountedRevisions;
}

/** The verifier of this process, as far as its revisions matter for old evidence (S6.4). */
export interface CountedRevisions {
  /** Evidence of a higher one was made by a newer release, which was rolled back. */
  revision: number;
  /** Evidence of these is suspended. */
  unsafeRevisions: ReadonlySet<number>;
}

/**
 * One hash over everything in configuration, and in the tables of this release, that a verdict depends on. A verdict
 * with another one is computed again, without asking any registry.
 */
export function generationOf(
  context: JudgeContext,
  verifierRevision: number,
): string {
  return generationHash(contentOf(context, verifierRevision));
}
