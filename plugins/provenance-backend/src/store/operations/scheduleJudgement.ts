import type { Knex } from 'knex';
import type { WorkRow } from '../rows';

/**
 * Says when a usage has to be judged again, after it was judged outside of its turn.
 *
 * @remarks
 * Race: a look that is under way says so itself when it ends, by the verdict that it wrote, so claimed rows are left
 * alone; and whoever looked in between is due no later than what that look said.
 */
export async function scheduleJudgement(options: {
  knex: Knex;
  usageId: string;
  judgeAt?: string;
}): Promise<void> {
  const { knex, usageId, judgeAt } = options;
  const free = () =>
    knex<WorkRow>('work')
      .where({ usage_id: usageId, leased_until: null })
      .whereNotNull('look_at');
  await free().update({ judge_at: judgeAt ?? null });
  if (judgeAt !== undefined)
    await free().where('next_at', '>', judgeAt).update({ next_at: judgeAt });
}
