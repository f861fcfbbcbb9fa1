import type { Decision, Judgement } from '@countersign/domain';
import type { ShownTransition } from '../store';

const standing: Record<Decision, string> = {
  allow: 'is allowed',
  warn: 'would be blocked',
  deny: 'is blocked',
};

type Change = Pick<
  ShownTransition,
  'from_verdict' | 'from_reason_code' | 'from_decision'
>;

/**
 * What a transition did to the decision, in words; nothing where it did nothing, or nobody kept what it was before.
 * Where verdict and reason stayed as they were, the rules made the change, and the words name them.
 */
export function decisionChange(
  from: Change,
  judgement: Judgement,
): string | undefined {
  const { decision, verdict, reason } = judgement;
  if (!from.from_decision || from.from_decision === decision) return undefined;
  const words = `${standingBefore(from)} -> ${standingNow(judgement)}`;
  const isOfRules =
    from.from_verdict === verdict && from.from_reason_code === reason.code;
  return isOfRules ? `${words} (${whoDecides(judgement)})` : words;
}

/** S4.7: without a rule there is a warning, and nothing would be blocked. */
const nothingAsked = 'nothing is asked for';

function standingBefore({ from_decision, from_reason_code }: Change): string {
  return ['no-rule', 'nothing-required'].includes(String(from_reason_code))
    ? nothingAsked
    : standing[from_decision!];
}

function standingNow({ decision, rules, reason }: Judgement): string {
  return rules.length === 0 || reason.code === 'nothing-required'
    ? nothingAsked
    : standing[decision];
}

const doing: Record<Decision, [one: string, many: string]> = {
  allow: ['allows it', 'allow it'],
  warn: ['observes', 'observe'],
  deny: ['enforces', 'enforce'],
};

/** A usage takes the strictest of its rules (S4.7): those that say what was decided are why. */
function whoDecides({ decision, rules, registryVersion }: Judgement): string {
  const list =
    registryVersion === undefined
      ? ''
      : `, version ${registryVersion} of the acceptance list`;
  const names = rules
    .filter(rule => rule.decision === decision)
    .map(({ rule }) => rule);
  if (names.length === 0) return `no rule applies now${list}`;
  const [one, many] = doing[decision];
  return names.length === 1
    ? `rule ${names[0]} now ${one}${list}`
    : `rules ${names.join(', ')} now ${many}${list}`;
}
