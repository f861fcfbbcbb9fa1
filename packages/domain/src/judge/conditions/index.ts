import type { Evidence } from '../../records/evidence';
import type { StatementRole } from '../../records/statement';
import type { Requirement } from '../../registry/requirement';
import type { JudgeInput } from '../input';
import { anyProblem } from './anyProblem';
import { provenanceProblem } from './provenance';
import { sbomProblem } from './sbom';
import { scanProblem } from './scan';
import { summaryProblem } from './summary';
import { testProblem } from './test';

/** Statements that vouch for an artifact; others report about it, and a report may be bad news. */
const vouching: StatementRole[] = ['signature', 'provenance'];

/** Whether a statement is of the kind that a requirement asks for. */
export function isAskedFor(role: StatementRole, { type }: Requirement) {
  return type === 'signature' ? vouching.includes(role) : role === type;
}

const words: Record<Requirement['type'], string> = {
  signature: 'a signature or a provenance',
  provenance: 'a provenance',
  sbom: 'a bill of materials',
  scan: 'a vulnerability scan',
  test: 'a test result',
  summary: 'a verification summary',
};

/** What is asked for, as people say it. */
export function wordsFor({ type }: Requirement): string {
  return words[type] ?? 'something that is not known here';
}

/** Requirements of which the newest statement counts, and not the best one (S4.2). */
export function countsNewest({ type }: Requirement): boolean {
  return type === 'scan' || type === 'test' || type === 'summary';
}

/**
 * What a statement says against a requirement, whoever made it and whenever; `undefined` where it meets it. What is
 * not there, or cannot be compared, is against it.
 */
export function problemWith(
  requirement: Requirement,
  evidence: Evidence,
  input: JudgeInput,
): string | undefined {
  return (
    anyProblem(requirement, evidence, input) ??
    ownProblem(requirement, evidence, input)
  );
}

function ownProblem(
  requirement: Requirement,
  evidence: Evidence,
  { registry }: JudgeInput,
): string | undefined {
  const { statement } = evidence;
  switch (requirement.type) {
    case 'signature':
      return undefined;
    case 'provenance':
      return provenanceProblem(requirement, evidence, registry.builders);
    case 'sbom':
      return sbomProblem(statement);
    case 'scan':
      return scanProblem(requirement, statement);
    case 'test':
      return testProblem(statement);
    case 'summary':
      return summaryProblem(requirement, statement);
    default:
      // Configuration refuses what it does not know. Should it come through, nothing meets it.
      return 'the rule asks for something that is not known here';
  }
}
