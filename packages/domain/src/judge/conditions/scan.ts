import { severities, type StatementSummary } from '../../records/statement';
import type { ScanRequirement } from '../../registry/requirement';

/** Counts that are not there are too many. */
export function scanProblem(
  { maximum = {} }: ScanRequirement,
  statement: StatementSummary | undefined,
): string | undefined {
  const findings =
    statement?.role === 'scan' ? statement.scan?.findings : undefined;
  if (!findings) return 'nobody read what the scan found';
  const tooMany = severities.filter(severity => {
    const most = maximum[severity];
    return most !== undefined && !(findings[severity] <= most);
  });
  if (tooMany.length === 0) return undefined;
  const found = tooMany.map(
    severity =>
      `${findings[severity]} ${severity} (at most ${maximum[severity]})`,
  );
  return `the newest scan found ${found.join(', ')}`;
}
