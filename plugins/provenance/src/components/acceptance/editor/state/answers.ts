import type {
  LintAnswer,
  LintFinding,
} from '@countersign/backstage-plugin-provenance-common';
import type { Item } from './draft';

/** What an answer is about: exactly this text at this place. */
function isAbout(
  answer: Pick<LintAnswer, 'code' | 'path' | 'value'>,
  finding: Pick<LintAnswer, 'code' | 'path' | 'value'>,
): boolean {
  return (
    answer.code === finding.code &&
    answer.path === finding.path &&
    answer.value === finding.value
  );
}

export function answerOf(
  answers: LintAnswer[],
  finding: LintFinding,
): string | undefined {
  return answers.find(one => isAbout(one, finding))?.because;
}

export function withAnswer(
  answers: LintAnswer[],
  { code, path, value }: LintFinding,
  because: string,
): LintAnswer[] {
  const about = { code, path, ...(value !== undefined && { value }) };
  return [
    ...answers.filter(one => !isAbout(one, about)),
    ...(because === '' ? [] : [{ ...about, because }]),
  ];
}

/** Answers go where their rule goes: moving a rule up says nothing new about it. */
export function followed(
  answers: LintAnswer[],
  before: Item[],
  after: Item[],
): LintAnswer[] {
  return answers.flatMap(answer => {
    const [start, place] = /^initial\[(\d+)\]/.exec(answer.path) ?? [];
    if (start === undefined) return [answer];
    const id = before[Number(place)]?.id;
    const now = after.findIndex(item => item.id === id);
    if (now === -1) return [];
    const path = `initial[${now}]${answer.path.slice(start.length)}`;
    return [{ ...answer, path }];
  });
}

/** Those that say something to what is still found; the others answer nothing. */
export function neededAnswers(
  answers: LintAnswer[],
  findings: LintFinding[],
): LintAnswer[] {
  return answers.filter(
    answer =>
      answer.because.trim() !== '' &&
      findings.some(finding => isAbout(answer, finding)),
  );
}
