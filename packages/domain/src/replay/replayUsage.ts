import { judge } from '../judge';
import type { Judgement } from '../records/verdict';
import { admittedSigners, type AdmittedSigner } from './admitted';
import { directionOf } from './directionOf';
import type { Flip, FlipSide, ReplayInput } from './Flip';
import type { RegistryPair } from './RegistryPair';
import { unpredictable } from './unpredictable';

/**
 * What a change of the registry does to one usage, and whom it lets in.
 *
 * @public
 */
export interface ReplayedUsage {
  flip: Flip;
  admitted: AdmittedSigner[];
}

const nobody: ReadonlySet<string> = new Set();

/**
 * Judges one usage under two versions of the registry, from the same stored knowledge and at the same instant (S9.3).
 *
 * A usage that the change does not speak of is judged once: nothing about it can differ, and nothing has to be predicted.
 *
 * @param under - the same where the change brings authorities or takes some (S1.4): with those that there are after it,
 * and what is proven under them
 * @param owners - owners of source that are the company's own, beside those that the rules before already name:
 * `github.com/acme`; see {@link AdmittedSigner}
 * @public
 */
export function replayUsage(
  input: ReplayInput,
  pair: RegistryPair,
  owners: ReadonlySet<string> = nobody,
  under: ReplayInput = input,
): ReplayedUsage {
  const before = sideOf(judge({ ...input, registry: pair.before }));
  if (!pair.touches(input))
    return {
      flip: { before, after: before, direction: 'same', isNewlyDenied: false },
      admitted: [],
    };
  const changed = { ...under, registry: pair.after };
  const after = sideOf(judge(changed));
  const open = unpredictable(changed, after.verdict);
  return {
    flip: {
      before,
      after,
      direction: directionOf(before, after),
      isNewlyDenied: before.decision !== 'deny' && after.decision === 'deny',
      ...(open && { unpredictable: open }),
    },
    admitted: admittedSigners(
      { ...input, registry: pair.before },
      changed,
      owners,
    ),
  };
}

function sideOf({ verdict, decision, reason, rules }: Judgement): FlipSide {
  const codes = [reason.code, ...rules.map(rule => rule.reason.code)];
  return {
    verdict,
    decision,
    reason,
    codes: [...new Set(codes)],
    isEnforced: rules.some(({ mode }) => mode === 'enforce'),
  };
}
