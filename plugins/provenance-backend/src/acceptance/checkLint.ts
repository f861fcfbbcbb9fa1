import {
  lint,
  type LintAnswer,
  type LintFinding,
  type LintOptions,
  type RegistryContent,
} from '@countersign/domain';
import { ProposalRefusedError } from '../store';
import { listOf } from './readContent';

/** What the linter says of a proposal, each with the author's sentence where there is one. */
export function lintContent(
  content: RegistryContent,
  answers: readonly LintAnswer[],
  options: LintOptions,
): LintFinding[] {
  return lint(listOf(content), { ...options, sentences: answers });
}

/**
 * Keeps out of review what nobody should read: errors, and warnings to which the authors say nothing.
 *
 * @throws ProposalRefusedError with the first that is left
 */
export function checkLint(findings: readonly LintFinding[]): void {
  const left = findings.filter(
    ({ severity, because }) => severity === 'error' || because === undefined,
  );
  if (left.length === 0) return;
  const [{ code, path, severity, sentence }] = left;
  throw new ProposalRefusedError(
    'linter',
    `${path}: ${sentence} (${code}; ${
      severity === 'error' ? 'correct it' : 'say why it is right'
    }; ${left.length} such findings)`,
  );
}
