import { visibleText } from '../../text/visibleText';
import type { Hit } from './Check';
import { lintWords, type LintCode } from './codes';
import type { LintAnswer, LintFinding } from './Finding';

const beyondAscii = /\P{ASCII}/gu;

/** Look-alikes are as readable as what they look like, so whatever is no ASCII is written out. */
function shown(text: string): string {
  return visibleText(
    text.replace(
      beyondAscii,
      character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
    ),
  );
}

/** A finding in words, before anybody answered. */
export function findingOf(code: LintCode, hit: Hit): LintFinding {
  const { severity, sentence, fix } = lintWords[code];
  const { path, value, words } = hit;
  const places = new Map(Object.entries({ value: value ?? '', ...words }));
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) =>
      shown(places.get(name) ?? ''),
    );
  return {
    code,
    severity,
    path,
    ...(value !== undefined && { value }),
    sentence: filled(sentence),
    fix: filled(fix),
  };
}

/** Answers by what they are about. One that says nothing is none. */
export function indexAnswers(
  answers: readonly LintAnswer[] = [],
): Map<string, string> {
  return new Map(
    answers
      .filter(({ because }) => because.trim() !== '')
      .map(answer => [subjectOf(answer), answer.because]),
  );
}

/** A sentence answers a warning; a waiver makes a warning of an error, where the code can be waived at all. */
export function answered(
  finding: LintFinding,
  sentences: Map<string, string>,
  waivers: Map<string, string>,
): LintFinding {
  const because =
    finding.severity === 'warning'
      ? sentences.get(subjectOf(finding))
      : lintWords[finding.code].isWaivable && waivers.get(subjectOf(finding));
  return because ? { ...finding, severity: 'warning', because } : finding;
}

function subjectOf({
  code,
  path,
  value,
}: Pick<LintAnswer, 'code' | 'path' | 'value'>): string {
  return JSON.stringify([code, path, value]);
}
