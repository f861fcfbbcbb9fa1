import type { Knex } from 'knex';
import type { JudgementToWrite } from './JudgementToWrite';
import { writeJudgements } from './writeJudgements';

/**
 * As `writeJudgements`, of one usage.
 *
 * @remarks Race: see there.
 *
 * @returns false where another writer came first
 */
export async function writeJudgement({
  trx,
  ...judgement
}: JudgementToWrite & { trx: Knex.Transaction }): Promise<boolean> {
  const written = await writeJudgements({ trx, judgements: [judgement] });
  return written.has(judgement.usageId);
}
