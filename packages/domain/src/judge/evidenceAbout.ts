import type { Digest } from '../records/digest';
import type { Evidence } from '../records/evidence';
import type { JudgeInput } from './input';
import type { SeenMaterial } from './knowledge';

type Index = Map<Digest, Map<Digest, Evidence[]>>;

const indexes = new WeakMap<JudgeInput, Index>();

/**
 * What any authority proves about one material over one subject, in the order of the input.
 *
 * Sorted once for each judgement: strangers can put 200 materials beside each of 100 digests of an index, and to look
 * through all evidence for each of them would hold the process for minutes.
 */
export function evidenceAbout(
  { digest, subject }: SeenMaterial,
  input: JudgeInput,
): Evidence[] {
  const index = indexes.get(input) ?? indexOf(input.evidence);
  indexes.set(input, index);
  return index.get(subject)?.get(digest) ?? [];
}

function indexOf(evidence: Evidence[]): Index {
  const index: Index = new Map();
  for (const one of evidence) {
    const over = index.get(one.subject) ?? new Map<Digest, Evidence[]>();
    const about = over.get(one.material) ?? [];
    about.push(one);
    index.set(one.subject, over.set(one.material, about));
  }
  return index;
}
