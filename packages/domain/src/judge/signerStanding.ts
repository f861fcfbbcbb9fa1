import type { Evidence } from '../records/evidence';
import type { RuleSigner } from '../registry/rule';
import { requirementsOf, rulesFor } from './activeRules';
import { distrustOfEvidence } from './distrust';
import type { JudgeInput } from './input';
import { matchSigner } from './matchSigner';
import { isInForce } from './standing';

/**
 * What the rules say of whoever made a statement, apart from what it says and how old it is.
 *
 * - `unproven`: no authority in force proves who it was.
 * - `nobody-asked`: no active rule speaks of the usage.
 *
 * @public
 */
export type SignerStanding =
  | 'accepted'
  | 'not-accepted'
  | 'distrusted'
  | 'nobody-asked'
  | 'unproven';

type Named = RuleSigner[] | 'nobody-asked';

/** Strangers put many statements beside one artifact, and the rules that speak of it are the same for all of them. */
const known = new WeakMap<object, Named>();

/**
 * Whether a rule that speaks of a usage names the signer of this evidence, for itself or for one of its requirements.
 * For findings about signers; no verdict depends on it.
 *
 * @param input - of one usage, and not changed while it is asked about: what is found out is kept with it
 * @public
 */
export function signerStanding(
  evidence: Evidence,
  input: Pick<
    JudgeInput,
    | 'usage'
    | 'entity'
    | 'collections'
    | 'registry'
    | 'authorities'
    | 'settings'
    | 'now'
  >,
): SignerStanding {
  const { authorities } = input;
  if (evidence.outcome.status !== 'proven' || !isInForce(evidence, authorities))
    return 'unproven';
  if (distrustOfEvidence(evidence, input)) return 'distrusted';
  const named = known.get(input) ?? namedIn(input);
  known.set(input, named);
  if (named === 'nobody-asked') return named;
  return matchSigner(evidence, named, input)?.code === 'accepted'
    ? 'accepted'
    : 'not-accepted';
}

function namedIn(input: Parameters<typeof rulesFor>[0]): Named {
  const { active } = rulesFor(input);
  if (active.length === 0) return 'nobody-asked';
  return active.flatMap(({ rule, parts }) => [
    ...rule.signers,
    ...parts.flatMap(requirementsOf).flatMap(({ signers }) => signers ?? []),
  ]);
}
