import type { StatementSummary } from '../../records/statement';

/** Passed with warnings is not passed: who signed it made the difference. */
export function testProblem(
  statement: StatementSummary | undefined,
): string | undefined {
  const result =
    statement?.role === 'test' ? statement.test?.result : undefined;
  if (result === 'passed') return undefined;
  return result === undefined
    ? 'nobody read what the test found'
    : `the newest test ${result}`;
}
