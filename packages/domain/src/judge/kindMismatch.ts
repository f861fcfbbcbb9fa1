import { explanationOf } from '../explanation/explanation';
import type { Collection } from '../records/collection';
import type { Digest } from '../records/digest';
import { artifactKinds, type ArtifactKind } from '../records/usage';
import type { JudgeInput } from './input';
import { knowledgeOf } from './knowledge';
import { childrenOf, lineageLimits } from './lineage';
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
 * What the bytes are, where nobody said and they are not what that is taken for. Rules do not ask for it: it is shown,
 * and makes nothing more permissive (S3.1).
 */
export function kindOfBytes(input: JudgeInput): ArtifactKind | undefined {
  const { mismatch, kind } = comparedWithBytes(input);
  return mismatch || kind === input.usage.kind ? undefined : kind;
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

/** By the newest look that could tell; it is said of the digest's bytes, and holds however old the look is. */
function kindsOf(
  digest: Digest,
  collections: Collection[],
): ArtifactKind[] | undefined {
  return collections
    .filter(({ subject, kinds }) => subject === digest && kinds !== undefined)
    .reduce<Collection | undefined>(
      (newest, one) =>
        newest && Date.parse(newest.at) >= Date.parse(one.at) ? newest : one,
      undefined,
    )?.kinds;
}

/** The digest and what runs of what it lists: an index is of the kind that its children are (S8.2). */
function withRunnable(digest: Digest, collections: Collection[]): Set<Digest> {
  const found = new Set([digest]);
  // A set gives back what is added while it is walked, and each once: no list leads round in a circle.
  for (const one of found)
    for (const child of childrenOf(one, collections) ?? [])
      if (child.isRunnable && found.size < lineageLimits.digests)
        found.add(child.digest);
  return found;
}

function inWords(kinds: ArtifactKind[]): string {
  return kinds.length === 0
    ? 'several things at once'
    : kinds.map(kind => `“${kind}”`).join(' or ');
}
