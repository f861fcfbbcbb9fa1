import type { UsageTransition } from '@countersign/backstage-plugin-provenance-common';
import type { ShownTransition } from '../store';

/** A change of verdict or leading reason, with what the usage ran then. */
export function presentTransition(row: ShownTransition): UsageTransition {
  const { from_verdict: verdict, from_reason_code: reasonCode, state } = row;
  const { restsOn } = JSON.parse(row.entry ?? '{}');
  return {
    at: row.at,
    ...(verdict && reasonCode && { from: { verdict, reasonCode } }),
    ...(state && { reference: state.reference }),
    ...(state?.digest && { digest: state.digest }),
    judgement: JSON.parse(row.content),
    ...(restsOn && { restsOn }),
  };
}
