import type { Evidence, Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { holdsGeneration } from './holdsGeneration';
import { storeEvidence } from './storeEvidence';
import { writeJudgement } from './writeJudgement';

/** Stands where a verdict could not go by all that is in force, so that it is outdated under every configuration. */
const unfinished = '';

/**
 * Writes a verdict that was computed from stored knowledge alone, and the evidence that it took.
 *
 * @remarks
 * Race: a look may have recorded something newer since the knowledge was read; the revision tells, and then the newer
 * verdict stays. Evidence is kept in any case: it says nothing about when. Another generation may have come into force;
 * then nothing is written at all (S6.3).
 *
 * @param options - `isUnfinished`: it has to be judged again
 * @returns false where a newer verdict or generation was there
 */
export async function recordRejudgement(options: {
  knex: Knex;
  usageId: string;
  evidence: Evidence[];
  judgement: Judgement;
  generation: string;
  isUnfinished?: boolean;
  expectedRevision: number;
  now: string;
}): Promise<boolean> {
  const { knex, evidence, now, isUnfinished, ...judged } = options;
  const generation = isUnfinished ? unfinished : options.generation;
  return knex.transaction(async trx => {
    if (!(await holdsGeneration({ trx, generation: options.generation })))
      return false;
    await storeEvidence({ trx, evidence, now });
    return writeJudgement({ trx, now, ...judged, generation });
  });
}
