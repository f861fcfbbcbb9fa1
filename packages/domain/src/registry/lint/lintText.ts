import { readingProblems } from '../parse/readingProblems';
import {
  readRegistryFile,
  YamlError,
  type RegistryFile,
  type YamlPosition,
} from '../yaml';
import type { LintFinding, LintOptions } from './Finding';
import { findingOf } from './findingOf';
import { lint } from './lint';

/**
 * A finding, and where in the file it is.
 *
 * @public
 */
export type LocatedFinding = LintFinding & YamlPosition;

/**
 * Lints a registry file: the YAML, what the strict parser has against it, and what {@link lint} finds, in the order of
 * the file.
 *
 * @remarks Never throws: what cannot be read is a finding too.
 * @public
 */
export function lintText(
  text: string,
  options: LintOptions = {},
): LocatedFinding[] {
  try {
    return lintFile(readRegistryFile(text), options);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const { line, column, problem, fix } = error;
    const words = { problem: sentence(problem), remedy: sentence(fix) };
    return [{ ...findingOf('yaml', { path: '', words }), line, column }];
  }
}

function lintFile(file: RegistryFile, options: LintOptions): LocatedFinding[] {
  const { authorities, strays, positionOf } = file;
  const findings = lint(file.list, {
    ...(authorities && { authorities }),
    ...options,
  });
  const told = new Set(
    findings.filter(one => one.severity === 'error').map(one => one.path),
  );
  const refused = readingProblems(file.list)
    .filter(({ path }) => !told.has(path))
    .map(({ path, problem }) => unreadable(path, problem));
  return [
    ...[...refused, ...findings].map(finding => ({
      ...finding,
      ...positionOf(finding.path),
    })),
    ...strays.map(({ path, problem, line, column }) => ({
      ...unreadable(path, problem),
      line,
      column,
    })),
  ].sort((a, b) => a.line - b.line || a.column - b.column);
}

function unreadable(path: string, problem: string): LintFinding {
  return findingOf('unreadable', { path, words: { problem } });
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
