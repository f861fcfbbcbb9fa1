import type { CauseOrigin } from '../records/cause';
import type { Decision, RuleTrace, Verdict } from '../records/verdict';
import type { AcceptanceRule } from '../registry/rule';
import { distrustOfDigest } from './distrust';
import type { JudgeInput } from './input';
import { judgeDigest } from './judgeDigest';
import { judgeThroughChildren } from './judgeThroughChildren';

/** A rule's answer, with the origin where it is "could not tell". */
export interface RuleAnswer {
  trace: RuleTrace;
  origin?: CauseOrigin;
}

/** Holds the usage's digest to one rule, and where it is an index without its own, what it lists (S4, S8.2). */
export function judgeRule(rule: AcceptanceRule, input: JudgeInput): RuleAnswer {
  const own = judgeDigest(rule, input.usage.digest, input);
  const { outcome, children } = judgeThroughChildren(rule, own, input);
  const distrusted = distrustOfDigest(input.usage.digest, input);
  const { verdict, reason, origin } = distrusted ?? outcome;
  return {
    origin,
    trace: {
      rule: rule.name,
      mode: rule.mode,
      verdict,
      decision: decisionOf(verdict, rule),
      reason,
      materials: own.materials,
      ...(rule.requirements && { requirements: own.requirements }),
      ...(children && { children }),
    },
  };
}

/** S4.7 */
function decisionOf(verdict: Verdict, rule: AcceptanceRule): Decision {
  if (verdict === 'trusted') return 'allow';
  return rule.mode === 'enforce' ? 'deny' : 'warn';
}
