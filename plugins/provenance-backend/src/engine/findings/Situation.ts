import {
  isComplete,
  type Collection,
  type Digest,
  type Evidence,
  type FindingCode,
} from '@countersign/domain';
import type { CurrentUsage, StandingFinding, Watched } from '../../store';
import type { JudgeContext } from '../JudgeContext';
import type { Look } from '../lookAt';

/** All that findings follow from: what was known, what was seen, and by what is judged. */
export interface Situation {
  current: CurrentUsage;
  look: Look;
  /** Materials over the digest that was found, accepted by an earlier look. */
  acceptedBefore: Digest[];
  /** Under the names that authorities have now; what is served no more included. */
  evidence: Evidence[];
  watched: Omit<Watched, 'acceptedBefore'>;
  judging: JudgeContext;
  now: Date;
}

/** What one kind of finding makes of a look. */
export interface Ruling {
  /** What is opened, or renewed where it is open. */
  standing: StandingFinding[];
  /** The look said everything about these codes: what is open of them and does not stand is closed. */
  decided: FindingCode[];
}

/** The look says nothing about it: open findings stay as they are (S5.4). */
export const undecided: Ruling = { standing: [], decided: [] };

/** News that nobody has to answer stands for a week, so that it is read, and then makes room. */
export const newsMs = 7 * 86_400_000;

/** Evidence over the very digest that was found, of one of these materials. */
export function evidenceOver(
  { look, evidence }: Pick<Situation, 'look' | 'evidence'>,
  materials: Iterable<Digest>,
): Evidence[] {
  const wanted = new Set(materials);
  return evidence.filter(
    one => one.subject === look.digest && wanted.has(one.material),
  );
}

/**
 * Whether the look tells of everybody who signed it: it was finished, and no authority that could prove somebody was
 * missing. An outage that ends, of whichever of the two, makes nobody new and nobody gone (S5.4).
 */
export function tellsAllSigners({ look, judging }: Situation): boolean {
  return (
    look.collection !== undefined &&
    isComplete(look.collection) &&
    judging.authorities.states.every(({ status }) => status === 'loaded')
  );
}

export function materialsIn(collection: Collection | undefined): Digest[] {
  return collection?.material.map(({ digest }) => digest) ?? [];
}
