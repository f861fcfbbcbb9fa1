import type { JsonObject } from '@backstage/types';
import type { TransitionRow } from './rows';

/** Of a transition's row, what its entry says again without the detail, so that a changed row does not agree with it. */
export function transitionContent(
  row: Omit<TransitionRow, 'id' | 'at' | 'content' | 'entry_id'>,
): JsonObject {
  return {
    usageId: row.usage_id,
    fromVerdict: row.from_verdict,
    fromReasonCode: row.from_reason_code,
    // Entries of older releases do not have it, and their rows have null: the check takes the two for the same.
    fromDecision: row.from_decision,
    verdict: row.verdict,
    decision: row.decision,
    reasonCode: row.reason_code,
  };
}
