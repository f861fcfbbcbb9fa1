import type { StatementSummary } from '../../records/statement';

export function sbomProblem(
  statement: StatementSummary | undefined,
): string | undefined {
  return statement?.role === 'sbom' && statement.sbom
    ? undefined
    : 'nobody read what the bill of materials says';
}
