import type { CauseOrigin } from '../records/cause';
import type {
  ChildTrace,
  Decision,
  MaterialTrace,
  RequirementTrace,
  RuleTrace,
  Verdict,
} from '../records/verdict';
import type { AcceptanceRule } from '../registry/rule';
import { strictestMode, type ActiveRule } from './activeRules';
import { distrustOfDigest } from './distrust';
import type { JudgeInput } from './input';
import { judgeDigest } from './judgeDigest';
import { judgeThroughChildren } from './judgeThroughChildren';
import { heldToKind } from './kindMismatch';
import { stepOf } from './standing';
import { strictestDecision, strongest } from './strength';

/** A rule's answer, with the origin where it is "could not tell". */
export interface RuleAnswer {
  trace: RuleTrace;
  origin?: CauseOrigin;
}

/**
 * Holds the usage's digest to one rule, and where it is an index without its own, what it lists (S4, S8.2). What is
 * enforced and what is observed are held to it each by itself, and the stronger verdict and the stricter decision are
 * the rule's (S4.5, S4.7).
 */
export function judgeRule(
  { rule, parts }: ActiveRule,
  input: JudgeInput,
): RuleAnswer {
  const answers = parts.map(part => judgePart(part, input));
  const [first] = answers;
  if (answers.length === 1) return first;
  const traces = answers.map(({ trace }) => trace);
  const { trace: lead, origin } = strongest(
    answers.map(answer => ({ ...answer.trace, ...answer })),
  );
  const mode = strictestMode(parts.map(part => part.mode));
  return {
    origin,
    trace: {
      rule: rule.name,
      mode,
      verdict: lead.verdict,
      decision: strictestDecision(traces),
      reason: lead.reason,
      materials: furthestOfEach(traces.map(({ materials }) => materials)),
      requirements: inOrderOf(rule, parts, traces, mode),
      ...childrenOf(traces),
    },
  };
}

function judgePart(rule: AcceptanceRule, input: JudgeInput): RuleAnswer {
  const own = judgeDigest(rule, input.usage.digest, input);
  const { outcome, children } = judgeThroughChildren(rule, own, input);
  const distrusted = distrustOfDigest(input.usage.digest, input);
  const { verdict, reason, origin } = distrusted ?? heldToKind(outcome, input);
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

/** For each material where it came furthest; every part saw the same ones, in the same order. */
function furthestOfEach(seen: MaterialTrace[][]): MaterialTrace[] {
  const [first, ...others] = seen;
  return first.map((material, i) =>
    others
      .map(materials => materials[i])
      .reduce(
        (a, b) => (stepOf(b.reason.code) > stepOf(a.reason.code) ? b : a),
        material,
      ),
  );
}

/** As the rule lists them, each with what it does where that is less than what the rule does. */
function inOrderOf(
  rule: AcceptanceRule,
  parts: ActiveRule['parts'],
  traces: RuleTrace[],
  strictest: RuleTrace['mode'],
): RequirementTrace[] {
  const found = new Map(
    parts.flatMap(({ mode, requirements = [] }, i) =>
      requirements.map((requirement, j) => {
        const trace = (traces[i].requirements ?? [])[j];
        return [
          requirement,
          mode === strictest ? trace : { ...trace, mode },
        ] as const;
      }),
    ),
  );
  return (rule.requirements ?? []).flatMap(one => found.get(one) ?? []);
}

/** How each child did in all; a part that the index met by itself asked none of them. */
function childrenOf(traces: RuleTrace[]): { children?: ChildTrace[] } {
  const asked = traces.flatMap(({ children }) => (children ? [children] : []));
  const [first, ...others] = asked;
  return first
    ? {
        children: first.map((child, i) =>
          strongest([child, ...others.map(children => children[i])]),
        ),
      }
    : {};
}
