import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { joinValues } from '../joinValues';
import { holdsGeneration } from './holdsGeneration';
import type { JudgementToWrite } from './JudgementToWrite';
import { writeJudgements } from './writeJudgements';

/** A verdict from what is stored, and when the clock has the next word. */
export interface RejudgedUsage
  extends Pick<JudgementToWrite, 'usageId' | 'judgement'> {
  expectedRevision: number;
  /** ISO 8601, UTC. */
  judgeAt?: string;
}

/**
 * Writes verdicts that were computed from stored knowledge alone and took no new evidence, many in one transaction.
 *
 * @remarks
 * Race: as in `recordRejudgement`. Whoever writes several verdicts holds the work rows of all of them; those that others
 * hold are left out and not waited for, since a look is being recorded there. Another generation may have come into
 * force; then nothing is written at all (S6.3).
 *
 * @returns the usages that were written; nobody wrote the others here
 */
export async function recordRejudgements(options: {
  knex: Knex;
  usages: readonly RejudgedUsage[];
  generation: string;
  now: string;
}): Promise<Set<string>> {
  const { knex, usages, generation, now } = options;
  return knex.transaction(async trx => {
    if (!(await holdsGeneration({ trx, generation }))) return new Set();
    const free = await lockFree(trx, usages);
    if (free.length === 0) return new Set();
    const written = await writeJudgements({
      trx,
      judgements: free.map(({ judgeAt: _, ...one }) => ({
        ...one,
        ...{ generation, now },
      })),
    });
    await schedule(
      trx,
      free.filter(({ usageId }) => written.has(usageId)),
    );
    return written;
  });
}

async function lockFree(
  trx: Knex.Transaction,
  usages: readonly RejudgedUsage[],
): Promise<RejudgedUsage[]> {
  const rows: { usage_id: string }[] = await joinValues(
    trx,
    usages.map(({ usageId }) => [usageId]),
    `SELECT work.usage_id FROM v JOIN work ON work.usage_id = v.column1
      ORDER BY work.usage_id${
        isPostgres(trx) ? ' FOR UPDATE OF work SKIP LOCKED' : ''
      }`,
  );
  const free = new Set(rows.map(row => row.usage_id));
  return usages.filter(({ usageId }) => free.has(usageId));
}

/** As `scheduleJudgement`: a look that is under way says so itself when it ends. */
async function schedule(
  trx: Knex.Transaction,
  usages: readonly RejudgedUsage[],
): Promise<void> {
  if (usages.length === 0) return;
  await joinValues(
    trx,
    usages.map(({ usageId, judgeAt }) => [usageId, judgeAt ?? null]),
    `UPDATE work SET judge_at = v.column2,
      next_at = CASE WHEN next_at > v.column2 THEN v.column2 ELSE next_at END
      FROM v WHERE work.usage_id = v.column1 AND leased_until IS NULL AND look_at IS NOT NULL
      RETURNING work.usage_id`,
  );
}
