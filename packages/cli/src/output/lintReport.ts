import type { LocatedFinding } from '@countersign/domain';
import { shown } from './shown';

/** The answer of `registry lint` for people: a finding each, in the form in which editors find the line, and a count. */
export function lintReport(path: string, findings: LocatedFinding[]): string {
  const lines = findings.flatMap(one => [
    `${shown(path)}:${one.line}:${one.column}: ${one.severity} ${one.code}`,
    ...(one.path ? [`  ${shown(one.path)}`] : []),
    `  ${shown(one.sentence, 2_000)}`,
    `  fix: ${shown(one.fix)}`,
  ]);
  return `${[...lines, summary(path, findings)].join('\n')}\n`;
}

function summary(path: string, findings: LocatedFinding[]): string {
  if (findings.length === 0) return `${shown(path)}: nothing found`;
  const errors = findings.filter(one => one.severity === 'error').length;
  return `${errors} of ${findings.length} findings are errors`;
}
