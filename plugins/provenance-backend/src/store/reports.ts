import { claimHash } from './claimHash';
import type { KeptClaim } from './records';

/** Somebody's word about what came to run in one place, or went from it, at an instant. */
export interface Report {
  claim: KeptClaim & { at: string };
  /** Nothing of it runs there any more. */
  removed: boolean;
}

/** What became of a report. */
export type ReportOutcome =
  /** It is the newest word, and says something else than the one before. */
  | 'accepted'
  /** It says what was known already. */
  | 'unchanged'
  /** Something newer is known. */
  | 'superseded'
  /** The entity has as many places as are kept. */
  | 'too-many';

/** The newest word about one place that was ever taken, whether or not it still stands. */
export interface NewestReport extends Report {
  id: number;
  isOpen: boolean;
}

/** Places of one entity about which reports are taken, with those from which something went within 30 days. */
export const mostPlaces = 1_000;

/**
 * Which of two reports about one place is the newer word. Time decides; for one instant that something runs, because
 * what runs is judged, and then texts, so that no order of arrival has a say.
 */
export function compareReports(a: Report, b: Report): number {
  const keys = [orderOf(a), orderOf(b)];
  const at = keys[0].findIndex((key, i) => key !== keys[1][i]);
  if (at < 0) return 0;
  return keys[0][at] < keys[1][at] ? -1 : 1;
}

function orderOf({ claim, removed }: Report): string[] {
  const { at, expiresAt, run, reporter } = claim;
  return [
    at,
    removed ? 'gone' : 'runs',
    claim.reference,
    claim.bundleUrl ?? '',
    // Without a lifetime it holds for ever.
    expiresAt ?? '~',
    run ?? '',
    reporter ?? '',
  ];
}

/** Whether it ended by itself. */
export function isExpired({ expiresAt }: KeptClaim, now: string): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** Two reports say the same where what runs is the same, whoever says so and however late. */
export function saysTheSame(a: Report, b: Report): boolean {
  return a.removed === b.removed && claimHash(a.claim) === claimHash(b.claim);
}
