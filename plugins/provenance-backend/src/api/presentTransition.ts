import type { UsageTransition } from '@countersign/backstage-plugin-provenance-common';
import type { Judgement } from '@countersign/domain';
import type { ShownTransition } from '../store';
import { decisionChange } from './decisionChange';

/** A change of verdict, decision or leading reason, with what the usage ran then. */
export function presentTransition(row: ShownTransition): UsageTransition {
  const { state } = row;
  const judgement: Judgement = JSON.parse(row.content);
  const change = decisionChange(row, judgement);
  const { restsOn } = JSON.parse(row.entry ?? '{}');
  return {
    at: row.at,
    ...fromOf(row),
    ...(change !== undefined && { decisionChange: change }),
    ...(state && { reference: state.reference }),
    ...(state?.digest && { digest: state.digest }),
    judgement,
    ...(restsOn && { restsOn }),
  };
}

function fromOf(row: ShownTransition): Pick<UsageTransition, 'from'> {
  const { from_verdict: verdict, from_reason_code: reasonCode } = row;
  const decision = row.from_decision ?? undefined;
  if (!verdict || !reasonCode) return {};
  return { from: { verdict, ...(decision && { decision }), reasonCode } };
}
