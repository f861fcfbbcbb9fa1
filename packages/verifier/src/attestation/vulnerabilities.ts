import {
  severities,
  type ScanStatement,
  type Severity,
} from '@countersign/domain';
import { textAt, valueAt } from '../json';
import { optionalList, requiredList, requiredText } from './fields';
import { countBySeverity, severityOf } from './severity';

/**
 * The scanner-neutral form of a scan.
 *
 * @remarks Source: in-toto attestation framework, Vulnerabilities v0.1 and v0.2. One finding may be rated by several
 * methods; the worst counts.
 */
export function readVulnerabilities(predicate: unknown): ScanStatement {
  const finishedAt =
    textAt(predicate, 'metadata', 'scanFinishedOn') ??
    textAt(predicate, 'scanner', 'metadata', 'scanFinishedOn');
  return {
    role: 'scan',
    scan: {
      scanner: requiredText(predicate, 'scanner', 'uri'),
      ...(finishedAt !== undefined && { finishedAt }),
      findings: countBySeverity(
        requiredList(predicate, 'scanner', 'result').map(worstRating),
      ),
    },
  };
}

function worstRating(finding: unknown): Severity {
  const ratings = optionalList(finding, 'severity').map(rating =>
    ratingOf(valueAt(rating, 'score')),
  );
  return severities.find(severity => ratings.includes(severity)) ?? 'unknown';
}

/** A word, or a number from 0 to 10 in the bands of CVSS 3. */
function ratingOf(score: unknown): Severity {
  const number = numberIn(score);
  if (number === undefined) return severityOf(score);
  if (number >= 9) return 'critical';
  if (number >= 7) return 'high';
  if (number >= 4) return 'medium';
  if (number > 0) return 'low';
  return number === 0 ? 'negligible' : 'unknown';
}

function numberIn(score: unknown): number | undefined {
  if (typeof score === 'number') return score;
  return typeof score === 'string' && /^\d+(\.\d+)?$/.test(score)
    ? Number(score)
    : undefined;
}
