/** Inputs for rules that say what they require. */
import { judge, type JudgeInput } from '../judge';
import type { Evidence } from '../records/evidence';
import type { StatementSummary } from '../records/statement';
import type { Requirement } from '../registry/requirement';
import { collection, input, proven, releaseRule } from './judgeInputs';
import { inWords, numbered } from './truthTables';

/** A rule's requirements, and evidence of which each is a material of its own. */
export function asked(
  requirements: Requirement[],
  evidence: Evidence[],
  change: Partial<JudgeInput> = {},
): JudgeInput {
  const own = evidence.map((one, i) => ({ ...one, material: numbered(i + 1) }));
  return input({
    collections: [collection(own.map(({ material }) => material))],
    evidence: own,
    registry: { version: 1, rules: [{ ...releaseRule, requirements }] },
    ...change,
  });
}

/** `verdict code origin` of it. */
export const answerTo = (...given: Parameters<typeof asked>) =>
  inWords(judge(asked(...given)));

/** An accepted signer's statement. */
export const says = (
  statement: StatementSummary,
  change: Partial<Evidence> = {},
) => proven({ statement, ...change });
