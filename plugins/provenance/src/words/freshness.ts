import {
  visibleText,
  type CauseCode,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { ago, moment } from './time';

const causes: Partial<Record<CauseCode, string>> = {
  'registry-unreachable': 'registry not reachable since then',
  'rate-limited': 'registry limits requests since then',
  'access-denied': 'registry refuses access since then',
  'authority-missing': 'authority could not be loaded since then',
  'artifact-not-found': 'artifact not found since then',
  'host-not-allowed': 'host is not allowed any more',
};

/** `proven 12 min ago`; `last proven yesterday, 14:02: registry not reachable since then` (S6.1). */
export function freshnessWords(
  usage: Pick<
    UsageSummary,
    'freshness' | 'verdict' | 'lastCheckedAt' | 'entityProblem'
  >,
  now: Date,
): string {
  const { freshness, verdict } = usage;
  const done = verdict === 'trusted' ? 'proven' : 'checked';
  switch (freshness.status) {
    case 'fresh':
      return `${done} ${ago(freshness.provenAt, now)}`;
    case 'stale':
      if (freshness.cause === 'entity-problem')
        return `${done} ${ago(freshness.provenAt, now)}, but ${entityWords(
          usage.entityProblem,
        )}`;
      return `last ${done} ${moment(freshness.provenAt, now)}: ${causeWords(
        freshness.cause,
      )}`;
    default:
      return usage.lastCheckedAt
        ? `tried ${ago(usage.lastCheckedAt, now)}, never seen in full`
        : 'not looked at yet';
  }
}

/** The catalog goes on showing the version before: what was proven may not be what the entity says now. */
export function entityWords(problem: string | undefined): string {
  const what = problem === undefined ? '' : `: ${visibleText(problem, 300)}`;
  return `the catalog could not process this entity${what}`;
}

function causeWords(cause: { code: CauseCode } | 'overdue'): string {
  if (cause === 'overdue') return 'overdue, nobody looked since then';
  return causes[cause.code] ?? 'could not be looked at since then';
}
