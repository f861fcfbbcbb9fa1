import { explanationOf } from '../explanation/explanation';
import type { Digest } from '../records/digest';
import { artifactKinds, type ArtifactKind } from '../records/usage';
import { kindsOf, withRunnable } from './possibleKinds';
import type { JudgeInput } from './input';
import { knowledgeOf } from './knowledge';
import type { Outcome } from './outcome';

/**
 * S3.1: what the bytes contradict is `untrusted`, whoever signed it: it was declared as something else to be judged by
 * other rules. What nobody named is contradicted only by bytes that contradict themselves. It outweighs everything (S4.5) but an alarm, which a wrong kind must not hide.
 */
export function heldToKind<Answer extends Outcome>(
  answer: Answer,
  input: JudgeInput,
): Answer | Outcome {
  const { verdict, reason } = answer;
  if (verdict === 'untrusted' && explanationOf(reason.code).alarm)
    return answer;
  return kindMismatch(input) ?? answer;
}

/**
 * What the bytes are, where nobody said and they are not what that is taken for. It is shown and nothing else: rules
 * are chosen by every kind that the bytes can be (S3.1).
 */
export function kindOfBytes(input: JudgeInput): ArtifactKind | undefined {
  const { mismatch, kind } = comparedWithBytes(input);
  return mismatch || kind === input.usage.kind ? undefined : kind;
}

/** What it counts as, to be shown. */
export function countedKind(input: JudgeInput): ArtifactKind {
  return comparedWithBytes(input).kind;
}

/** Says nothing where nothing may be said of the digest, and where the bytes are nothing certain. */
function kindMismatch(input: JudgeInput): Outcome | undefined {
  const { mismatch, kind } = comparedWithBytes(input);
  if (!mismatch) return undefined;
  const { digest, found } = mismatch;
  return {
    verdict: 'untrusted',
    reason: {
      code: 'kind-mismatch',
      parameters: {
        declared: kind,
        found: inWords(found),
        ...(digest !== input.usage.digest && { digest }),
      },
    },
  };
}

interface Comparison {
  /** What it counts as. */
  kind: ArtifactKind;
  /** The bytes that cannot be that. */
  mismatch?: { digest: Digest; found: ArtifactKind[] };
}

/** What was named can only be that; what nobody named is what all bytes of it can be. */
function comparedWithBytes(input: JudgeInput): Comparison {
  const { digest, kind, isKindAssumed } = input.usage;
  if (digest === undefined) return { kind };
  const counted = (kinds: readonly ArtifactKind[]) =>
    kinds.includes(kind) ? kind : kinds[0];
  let possible: readonly ArtifactKind[] = isKindAssumed
    ? artifactKinds
    : [kind];
  for (const one of withRunnable(digest, input.collections)) {
    const found = kindsOf(one, input.collections);
    if (!found) continue;
    const left = possible.filter(each => found.includes(each));
    if (left.length > 0) possible = left;
    else if (knowledgeOf(input, digest).status !== 'known') return { kind };
    else return { kind: counted(possible), mismatch: { digest: one, found } };
  }
  return { kind: counted(possible) };
}

function inWords(kinds: ArtifactKind[]): string {
  return kinds.length === 0
    ? 'several things at once'
    : kinds.map(kind => `“${kind}”`).join(' or ');
}
