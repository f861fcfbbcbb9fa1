import type { ScanStatement, Severity } from '@countersign/domain';
import { EvidenceFailure } from '../EvidenceFailure';
import { isObject, textAt, valueAt } from '../json';
import {
  optionalList,
  requiredList,
  requiredObject,
  requiredText,
} from './fields';
import { countBySeverity, severityOf } from './severity';

/**
 * The report of a scanner, in cosign's frame around it.
 *
 * @remarks Source: cosign, COSIGN_VULN_ATTESTATION_SPEC; what the scanners write is told below.
 * @throws EvidenceFailure `unsupported-format` for the report of a scanner that cannot be read: never "no findings"
 */
export function readCosignVulnerabilities(predicate: unknown): ScanStatement {
  const scanner = requiredText(predicate, 'scanner', 'uri');
  const result = requiredObject(predicate, 'scanner', 'result');
  const finishedAt = textAt(predicate, 'metadata', 'scanFinishedOn');
  return {
    role: 'scan',
    scan: {
      scanner,
      ...(finishedAt !== undefined && { finishedAt }),
      findings: countBySeverity(findingsIn(result)),
    },
  };
}

function findingsIn(result: object): Severity[] {
  if (isTrivyReport(result)) return trivyFindings(result);
  if (isObject(valueAt(result, 'descriptor'))) return grypeFindings(result);
  throw new EvidenceFailure(
    'claims',
    'unsupported-format',
    'the scan holds no report of Trivy’s or Grype’s that can be read',
  );
}

/**
 * A report without results is a clean one only where it is about one artifact, in the form that is known: another
 * version, and a report about a cluster, have their findings elsewhere.
 */
function isTrivyReport(report: object): boolean {
  return (
    valueAt(report, 'SchemaVersion') === 2 &&
    (valueAt(report, 'Results') !== undefined ||
      textAt(report, 'ArtifactName') !== undefined)
  );
}

/** @remarks Source: Trivy, `--format json`, schema version 2: no results where there was nothing to look at. */
function trivyFindings(report: unknown): Severity[] {
  return optionalList(report, 'Results').flatMap(target =>
    optionalList(requiredObject(target), 'Vulnerabilities').map(found =>
      severityOf(textAt(found, 'Severity')),
    ),
  );
}

/** @remarks Source: Grype, `-o json`: `matches` is always there. */
function grypeFindings(report: unknown): Severity[] {
  return requiredList(report, 'matches').map(match =>
    severityOf(textAt(match, 'vulnerability', 'severity')),
  );
}
