import { verdicts, type Verdict } from '@countersign/domain';
import type { Knex } from 'knex';

/**
 * How many usages were last looked at since an instant, by the verdict that they have now.
 *
 * @remarks Race: none; it is a figure, and old when it is shown.
 */
export async function countRecentLooks(options: {
  knex: Knex;
  since: string;
}): Promise<Record<Verdict, number>> {
  const { knex, since } = options;
  const rows: { verdict: Verdict; count: string | number }[] = await knex(
    'current_usages',
  )
    .where('last_checked_at', '>=', since)
    .groupBy('verdict')
    .select('verdict', knex.raw('count(*) AS count'));
  const none = verdicts.map(verdict => [verdict, 0]);
  const counted = rows.map(row => [row.verdict, Number(row.count)]);
  return Object.fromEntries([...none, ...counted]);
}
