import {
  severities,
  type ScanStatement,
  type Severity,
} from '@countersign/domain';

type Findings = NonNullable<ScanStatement['scan']>['findings'];

/** The scanner's own word, whatever its case. A word that is no severity is `unknown`, never left out. */
export function severityOf(word: unknown): Severity {
  const lower = typeof word === 'string' ? word.toLowerCase() : '';
  return severities.find(severity => severity === lower) ?? 'unknown';
}

export function countBySeverity(found: Severity[]): Findings {
  const counts = Object.fromEntries(
    severities.map(severity => [severity, 0]),
  ) as Findings;
  for (const severity of found) counts[severity]++;
  return counts;
}
