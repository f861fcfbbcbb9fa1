import type { Evidence, Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { storeEvidence } from './storeEvidence';
import { writeJudgement } from './writeJudgement';

/**
 * Writes a verdict that was computed from stored knowledge alone, and the evidence that it took.
 *
 * @remarks
 * Race: a look may have recorded something newer since the knowledge was read; the revision tells, and then the newer
 * verdict stays. Evidence is kept in any case: it says nothing about when.
 *
 * @returns false where a newer verdict was there
 */
export async function recordRejudgement(options: {
  knex: Knex;
  usageId: string;
  evidence: Evidence[];
  judgement: Judgement;
  generation: string;
  expectedRevision: number;
  now: string;
}): Promise<boolean> {
  const { knex, evidence, now, ...judged } = options;
  return knex.transaction(async trx => {
    await storeEvidence({ trx, evidence, now });
    return writeJudgement({ trx, now, ...judged });
  });
}
