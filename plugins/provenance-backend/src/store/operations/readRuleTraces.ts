import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';

/** What the judgement of a usage says of the rules that speak of it. */
export interface RuleTraces
  extends Pick<Judgement, 'rules' | 'registryVersion'> {
  usageId: string;
  /** Absent before the first look. */
  lastCheckedAt?: string;
}

/**
 * The judgements of usages that hold now, in the order of their ids.
 *
 * @remarks Race: usages are judged while pages are read; each page is true for the moment of its statement.
 */
export async function readRuleTraces(options: {
  knex: Knex;
  after: string;
  limit: number;
}): Promise<(() => RuleTraces)[]> {
  const { knex, after, limit } = options;
  const rows: TraceRow[] = await knex('current_usages')
    .join('judgements', 'judgements.usage_id', 'current_usages.usage_id')
    .where('current_usages.usage_id', '>', after)
    // Said of both: else each page reads the judgements of all pages before it.
    .where('judgements.usage_id', '>', after)
    .orderBy('current_usages.usage_id')
    .limit(limit)
    .select('judgements.usage_id', 'judgements.content')
    .select('judgements.last_checked_at');
  return rows.map(row => () => tracesOf(row));
}

interface TraceRow {
  usage_id: string;
  content: string;
  last_checked_at: string | null;
}

function tracesOf({
  usage_id: usageId,
  content,
  last_checked_at: at,
}: TraceRow): RuleTraces {
  const { rules, registryVersion }: Judgement = JSON.parse(content);
  return {
    ...{ usageId, rules },
    ...(registryVersion !== undefined && { registryVersion }),
    ...(at !== null && { lastCheckedAt: at }),
  };
}
