import {
  configurationOf,
  lintText,
  lintWords,
  type LintAnswer,
  type LocatedFinding,
  type RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { answerOf } from './answers';
import { yamlOfDraft, type Written } from './draft';

/**
 * What the linter says of what is written now, with the lines of the YAML view.
 *
 * @param base - what it changes
 */
export function findingsOf(
  draft: Written,
  base: RegistryContent | undefined,
  environments: readonly string[] | undefined,
): LocatedFinding[] {
  return lintText(yamlOfDraft(draft), {
    ...(environments && { environments }),
    ...(base && { before: configurationOf(base) }),
  });
}

/** The same with what the author says to each warning. */
export function withAnswers(
  findings: LocatedFinding[],
  answers: LintAnswer[],
): LocatedFinding[] {
  return findings.map(finding => {
    const because = answerOf(answers, finding);
    return because?.trim() && mayBeAnswered(finding)
      ? { ...finding, severity: 'warning', because }
      : finding;
  });
}

/** A warning asks why it is right, and some errors may stay where somebody says why and others agree. */
export function mayBeAnswered({ code, severity }: LocatedFinding): boolean {
  return severity === 'warning' || lintWords[code].isWaivable === true;
}

/** What the backend cannot read, and so cannot keep as a draft either. */
export function isUnreadable({ code }: LocatedFinding): boolean {
  return code === 'unreadable' || code === 'yaml';
}

/** Those about something and all that it has in it: `initial[2].signers` has `initial[2].signers[0].subject`. */
export function findingsAt<Of extends { path: string }>(
  findings: readonly Of[],
  path: string,
): Of[] {
  return findings.filter(
    one =>
      one.path.startsWith(path) &&
      /^(?:$|[.[])/.test(one.path.slice(path.length)),
  );
}
