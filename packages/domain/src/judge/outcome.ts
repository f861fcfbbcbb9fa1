import type { CauseOrigin } from '../records/cause';
import type { Digest } from '../records/digest';
import type { Reason, Verdict } from '../records/verdict';
import type { JudgeInput } from './input';
import type { Knowledge } from './knowledge';

/** One answer: a verdict, why, and for "could not tell" whose doing it is. */
export interface Outcome {
  verdict: Verdict;
  reason: Reason;
  origin?: CauseOrigin;
}

/** Nothing is attached: absence where every source was seen to the end, else "could not tell" (S5.4). */
export function nothingThere(
  knowledge: Extract<Knowledge, { status: 'known' }>,
  input: JudgeInput,
  subject: Digest | undefined,
): Outcome {
  if (!knowledge.absenceProven)
    return couldNotLook(knowledge.obstacle ?? 'not-checked-yet', input);
  const hasVanished =
    subject === input.usage.digest && input.acceptedBefore.length > 0;
  return {
    verdict: 'unsigned',
    reason: {
      code: hasVanished ? 'signature-vanished' : 'nothing-found',
      parameters: { digest: subject ?? 'unknown' },
    },
  };
}

export function couldNotLook(
  cause: Extract<Knowledge, { status: 'unknown' }>['cause'],
  { usage }: JudgeInput,
): Outcome {
  if (cause === 'not-checked-yet')
    return {
      verdict: 'inconclusive',
      origin: 'infrastructure',
      reason: { code: cause, parameters: {} },
    };
  return {
    verdict: 'inconclusive',
    origin: cause.origin,
    reason: {
      code: cause.code,
      parameters: {
        message: cause.message,
        limit: cause.message,
        reference: usage.reference,
        host: hostOf(usage.repository ?? usage.reference),
      },
    },
  };
}

function hostOf(repository: string): string {
  return repository.replace(/^[a-z]+:\/\//, '').split('/')[0];
}
