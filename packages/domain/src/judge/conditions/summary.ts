import type { StatementSummary } from '../../records/statement';
import type { SummaryRequirement } from '../../registry/requirement';

export function summaryProblem(
  { verifiers, levels: wanted = [] }: SummaryRequirement,
  statement: StatementSummary | undefined,
): string | undefined {
  const summary = statement?.role === 'summary' ? statement.summary : undefined;
  if (!summary) return 'nobody read what the summary says';
  if (verifiers && !verifiers.includes(summary.verifier))
    return `the newest summary is by ${summary.verifier}`;
  if (summary.result !== 'passed')
    return `the newest summary ${summary.result}`;
  const missing = wanted.find(
    level => !summary.levels.some(found => reaches(found, level)),
  );
  return missing === undefined
    ? undefined
    : `the newest summary does not name ${missing}`;
}

const track = /^(SLSA_[A-Z]+_LEVEL_)(\d)$/;

/** SLSA 1.0, "SlsaResult": a summary names only the highest level of each track. Other levels are names. */
function reaches(found: string, wanted: string): boolean {
  const [, foundTrack, foundLevel] = track.exec(found) ?? [];
  const [, wantedTrack, wantedLevel] = track.exec(wanted) ?? [];
  return foundTrack !== undefined && foundTrack === wantedTrack
    ? foundLevel >= wantedLevel
    : found === wanted;
}
