import type { Finding } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { identityOf } from '../records';
import type {
  FindingRow,
  JudgementRow,
  UsageRow,
  UsageStateRow,
  WorkRow,
} from '../rows';
import { usageIdOf } from '../usageId';
import { countMembers } from './countMembers';
import { readUsageClaims, type UsageClaims } from './readUsageClaims';

/** All rows that a summary is made of. */
export interface SummaryRows {
  usage: UsageRow;
  state: UsageStateRow;
  judgement: JudgementRow;
  work?: WorkRow;
  findings: Finding[];
  claims: UsageClaims;
  /** The same for all that one place runs at once. */
  place: string;
  /** How many other digests this place runs at once. */
  alsoRunning: number;
  /** Why the catalog could not process the entity. */
  entityProblem?: string;
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
  const claims = await readUsageClaims({ knex, usages });
  const members = await countMembers({ knex, usages });
  const problems = await problemsOf(knex, usages);
  return ids.flatMap(id => {
    const usage = usages.find(row => row.id === id);
    const state = states.find(row => row.usage_id === id);
    const judgement = judgements.find(row => row.usage_id === id);
    if (!usage || !state || !judgement) return [];
    const place = usageIdOf(identityOf(usage));
    return [
      {
        usage,
        state,
        judgement,
        work: work.find(row => row.usage_id === id),
        findings: findings.filter(row => row.usage_id === id).map(findingOf),
        claims: claims.get(id) ?? { claims: [], hasMore: false },
        place,
        alsoRunning: members.get(place) ?? 0,
        entityProblem: problems.get(usage.entity_ref),
      },
    ];
  });
}

async function problemsOf(
  knex: Knex,
  usages: UsageRow[],
): Promise<Map<string, string>> {
  const refs = new Set(usages.map(usage => usage.entity_ref));
  const rows: { entity_ref: string; problem: string }[] = await whereIn(
    knex('entities'),
    'entity_ref',
    refs,
  ).whereNotNull('problem');
  return new Map(rows.map(row => [row.entity_ref, row.problem]));
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
