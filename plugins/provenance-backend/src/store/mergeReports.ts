import type { KeptClaim } from './records';
import {
  compareReports,
  isExpired,
  mostPlaces,
  saysTheSame,
  type NewestReport,
  type Report,
  type ReportOutcome,
} from './reports';
import { usageIdOf } from './usageId';

export interface MergedReports {
  /** In the order of the reports. */
  outcomes: ReportOutcome[];
  /** All claims that stand. */
  claims: KeptClaim[];
  /** Newest words that leave nothing standing; with the row of the one before, where that was a removal. */
  ended: (Report & { replaces?: number })[];
}

/** The newest word about a place as it develops while reports are taken one after the other. */
type Newest = Report & { isOpen: boolean };

/**
 * What reports about one entity come to. The newest word about each place counts, also where it says that nothing runs
 * there: an older one that arrives late must not bring back what was removed or has ended.
 *
 * @param open - all open claims of this locator
 * @param newest - the newest word about each place that a report is about
 * @param places - places of this entity that take room
 */
export function mergeReports(options: {
  reports: Report[];
  open: KeptClaim[];
  newest: NewestReport[];
  places: number;
  now: string;
}): MergedReports {
  const { reports, now } = options;
  const standing = new Map(
    options.open
      .filter(claim => !isExpired(claim, now))
      .map(claim => [usageIdOf(claim.identity), claim]),
  );
  const newest = new Map<string, Newest>(
    options.newest.map(one => [usageIdOf(one.claim.identity), one]),
  );
  const removals = new Map(
    options.newest
      .filter(({ removed }) => removed)
      .map(({ id, claim }) => [usageIdOf(claim.identity), id]),
  );
  const ended = new Map<string, Report & { replaces?: number }>();
  let { places } = options;
  const outcomes = reports.map((report): ReportOutcome => {
    const place = usageIdOf(report.claim.identity);
    const before = newest.get(place);
    if (!before && places >= mostPlaces) return 'too-many';
    if (!before) places++;
    const outcome = outcomeOf(report, before, now);
    if (!isTaken(report, before, now)) return outcome;
    const isOpen = !report.removed && !isExpired(report.claim, now);
    newest.set(place, { ...report, isOpen });
    ended.delete(place);
    standing.delete(place);
    if (isOpen) standing.set(place, report.claim);
    else ended.set(place, { ...report, replaces: removals.get(place) });
    return outcome;
  });
  const claims = [...standing.values()];
  return { outcomes, claims, ended: [...ended.values()] };
}

function isTaken(report: Report, before: Newest | undefined, now: string) {
  if (!before) return true;
  const order = compareReports(report, before);
  // What ended because its entity was gone may be said again.
  const isLost = !before.isOpen && !endsPlace(before, now);
  return order > 0 || (order === 0 && isLost);
}

function outcomeOf(
  report: Report,
  before: Newest | undefined,
  now: string,
): ReportOutcome {
  if (!before) return 'accepted';
  if (compareReports(report, before) < 0) return 'superseded';
  const stands = before.isOpen && !isExpired(before.claim, now);
  const isKnown = saysTheSame(report, before);
  return isKnown && (stands || endsPlace(report, now))
    ? 'unchanged'
    : 'accepted';
}

function endsPlace({ removed, claim }: Report, now: string): boolean {
  return removed || isExpired(claim, now);
}
