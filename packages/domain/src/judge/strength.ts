import type { Decision, Reason, Verdict } from '../records/verdict';

/** S4.5, weakest first: a proven breach outweighs "could not tell", which outweighs absence. */
export const verdictStrength: Verdict[] = [
  'trusted',
  'unsigned',
  'inconclusive',
  'untrusted',
];

export const decisionStrictness: Decision[] = ['allow', 'warn', 'deny'];

/** S4.7: a usage takes the strictest decision of its rules. */
export function strictestDecision(traces: { decision: Decision }[]): Decision {
  return traces
    .map(trace => trace.decision)
    .reduce((a, b) =>
      decisionStrictness.indexOf(b) > decisionStrictness.indexOf(a) ? b : a,
    );
}

/**
 * The answer whose verdict outweighs all others; of equals the one that says `distrusted` (S4.8), then the one with the
 * stricter decision, then the first.
 */
export function strongest<Answer extends Weighed>(answers: Answer[]): Answer {
  return answers.reduce((lead, answer) =>
    outweighs(answer, lead) ? answer : lead,
  );
}

type Weighed = { verdict: Verdict; reason: Reason; decision?: Decision };

function outweighs(a: Weighed, b: Weighed): boolean {
  const difference =
    verdictStrength.indexOf(a.verdict) - verdictStrength.indexOf(b.verdict);
  if (difference !== 0) return difference > 0;
  if (isDistrusted(a) !== isDistrusted(b)) return isDistrusted(a);
  return strictnessOf(a) > strictnessOf(b);
}

function strictnessOf({ decision }: Weighed): number {
  return decision === undefined ? 0 : decisionStrictness.indexOf(decision);
}

function isDistrusted({ reason }: Weighed): boolean {
  return reason.code === 'distrusted';
}
