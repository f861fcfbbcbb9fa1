import type { Finding, UsageClaim } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type {
  FindingRow,
  JudgementRow,
  UsageClaimRow,
  UsageRow,
  UsageStateRow,
  WorkRow,
} from '../rows';

/** All rows that a summary is made of. */
export interface SummaryRows {
  usage: UsageRow;
  state: UsageStateRow;
  judgement: JudgementRow;
  work?: WorkRow;
  findings: Finding[];
  claims: UsageClaim[];
}

/**
 * What lists show of the given usages, in the order given; a usage that ended meanwhile is left out.
 *
 * @remarks Race: the rows are read one table after the other; a verdict may be one look newer than the findings beside it.
 */
export async function readSummaries(options: {
  knex: Knex;
  ids: string[];
}): Promise<SummaryRows[]> {
  const { knex, ids } = options;
  if (ids.length === 0) return [];
  const of = (table: string, column = 'usage_id') =>
    whereIn(knex(table), column, ids);
  const usages: UsageRow[] = await of('usages', 'id');
  const states: UsageStateRow[] = await of('usage_states').whereNull(
    'valid_to',
  );
  const judgements: JudgementRow[] = await of('judgements');
  const work: WorkRow[] = await of('work');
  const findings: FindingRow[] = await of('findings')
    .whereNull('closed_at')
    .orderBy('id');
  const claims = await openClaims(knex, ids);
  return ids.flatMap(id => {
    const usage = usages.find(row => row.id === id);
    const state = states.find(row => row.usage_id === id);
    const judgement = judgements.find(row => row.usage_id === id);
    if (!usage || !state || !judgement) return [];
    return [
      {
        usage,
        state,
        judgement,
        work: work.find(row => row.usage_id === id),
        findings: findings.filter(row => row.usage_id === id).map(findingOf),
        claims: claims.filter(row => row.usage_id === id).map(claimOf),
      },
    ];
  });
}

type SeenClaim = UsageClaimRow & { finished_at: string | null };

async function openClaims(knex: Knex, ids: string[]): Promise<SeenClaim[]> {
  const claims = knex('usage_claims')
    .leftJoin(
      'locator_passes',
      'locator_passes.locator',
      'usage_claims.locator',
    )
    .whereNull('usage_claims.valid_to')
    .orderBy('usage_claims.id')
    .select('usage_claims.*', 'locator_passes.finished_at as finished_at');
  return whereIn(claims, 'usage_claims.usage_id', ids) as unknown as Promise<
    SeenClaim[]
  >;
}

function claimOf(row: SeenClaim): UsageClaim {
  const { first_seen_at: first, finished_at: finished } = row;
  return {
    locator: row.locator,
    standing: row.standing,
    firstSeenAt: first,
    lastSeenAt: finished !== null && finished > first ? finished : first,
  };
}

function findingOf(row: FindingRow): Finding {
  return {
    code: row.code,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    ...(row.old !== null && { old: row.old }),
    ...(row.new !== null && { new: row.new }),
  };
}
