import type { Watched } from '../../store';
import type { Situation } from '../findings/Situation';
import type { Judged } from '../judgeKnowledge';

/**
 * What keeps an input of a look as it was.
 *
 * - `fingerprint`: it is part of the hash.
 * - `generation`: the hash of the generation covers it, and evidence of another one changes its number.
 * - `settled`: `settle` refuses what a next look could read differently.
 * - `clock`: `wordsUntil`, `renewJudgement` and the age of what was settled bound it.
 */
type KeptBy = 'fingerprint' | 'generation' | 'settled' | 'clock';

/** Every input of the verdict. One that is added has to be thought of here, or nothing compiles. */
export const inputsOfVerdict: Record<keyof Judged, KeptBy> = {
  usage: 'fingerprint',
  entity: 'fingerprint',
  problem: 'fingerprint',
  resolution: 'fingerprint',
  collections: 'fingerprint',
  evidence: 'settled',
  unverified: 'settled',
  acceptedBefore: 'settled',
  context: 'generation',
  now: 'clock',
};

/** The same, of the findings. */
export const inputsOfFindings: Record<
  Exclude<keyof Situation, 'watched'> | keyof Watched,
  KeptBy
> = {
  current: 'fingerprint',
  look: 'fingerprint',
  acceptedBefore: 'settled',
  evidence: 'settled',
  open: 'settled',
  signers: 'settled',
  statements: 'settled',
  judging: 'generation',
  now: 'clock',
};
