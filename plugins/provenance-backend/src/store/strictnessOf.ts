import type { Decision, Judgement, Verdict } from '@countersign/domain';

const decisionsUp: Decision[] = ['allow', 'warn', 'deny'];
/** S4.5, weakest first. */
const verdictsUp: Verdict[] = [
  'trusted',
  'unsigned',
  'inconclusive',
  'untrusted',
];
/** S4.7: where nothing is asked for, nothing would be blocked; it stands apart, above what is allowed. */
const nothingAsked = 9;

/** Decision, then verdict, as one number that sorts: the strictest is highest. */
export function strictnessOf({ decision, verdict, reason }: Judgement): number {
  if (reason.code === 'no-rule' || reason.code === 'nothing-required')
    return nothingAsked;
  return decisionsUp.indexOf(decision) * 10 + verdictsUp.indexOf(verdict);
}
