import type { Digest } from '../records/digest';
import type { JudgeInput } from './input';
import { knowledgeOf } from './knowledge';

/**
 * A material over a digest.
 *
 * @public
 */
export interface ServedMaterial {
  /** What it is about. */
  subject: Digest;
  /** Its own digest. */
  digest: Digest;
}

/**
 * The materials that count for a usage now: over its digest, and over what that lists. By the same looks as a verdict
 * (S6.1), so that a list of who signed never says more than the verdict could.
 *
 * @returns `undefined` where nothing may be said: nobody could look, or what was seen is too old, or was not finished
 * and showed nothing (S5.4)
 * @public
 */
export function servedMaterials(
  given: JudgeInput,
): ServedMaterial[] | undefined {
  // What is found out is kept by the input: by one of its own, so that nothing outlives this.
  const input = { ...given };
  const own = knowledgeOf(input, input.usage.digest);
  if (own.status === 'unknown') return undefined;
  const listed = new Set(input.collections.map(({ subject }) => subject));
  listed.delete(input.usage.digest as Digest);
  const below = [...listed].flatMap(subject => {
    const known = knowledgeOf(input, subject);
    return known.status === 'known' ? known.materials : [];
  });
  const all = [...own.materials, ...below];
  if (all.length === 0 && !own.absenceProven) return undefined;
  const each = all.map(({ subject, digest }) => ({ subject, digest }));
  return [
    ...new Map(each.map(one => [`${one.subject} ${one.digest}`, one])).values(),
  ];
}
