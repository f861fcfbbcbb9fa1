import {
  blocksReview,
  lint,
  type LintAnswer,
  type LintFinding,
  type LintOptions,
  type RegistryContent,
} from '@countersign/domain';
import { ProposalRefusedError } from '../store';
import { listOf } from './readContent';

/**
 * What the linter says of a proposal, each with the author's sentence where there is one. One to an error that can be
 * waived is a waiver, which is reviewed with the proposal, and anew with each that follows.
 *
 * @param base - what it changes; absent: not known, and everything counts as new
 */
export function lintContent(
  {
    content,
    answers,
  }: { content: RegistryContent; answers: readonly LintAnswer[] },
  base: RegistryContent | undefined,
  options: LintOptions,
): LintFinding[] {
  return lint(listOf(content), {
    ...options,
    ...(base && { before: listOf(base) }),
    sentences: answers,
    // Whoever approves has read why an error may stay.
    waivers: answers,
  });
}

/**
 * Keeps out of review what nobody should read: errors, and warnings that are new and to which the authors say nothing.
 *
 * @throws ProposalRefusedError with the first that is left
 */
export function checkLint(findings: readonly LintFinding[]): void {
  const left = findings.filter(blocksReview);
  if (left.length === 0) return;
  const [{ code, path, severity, sentence }] = left;
  throw new ProposalRefusedError(
    'linter',
    `${path}: ${sentence} (${code}; ${
      severity === 'error' ? 'correct it' : 'say why it is right'
    }; ${left.length} such findings)`,
  );
}
