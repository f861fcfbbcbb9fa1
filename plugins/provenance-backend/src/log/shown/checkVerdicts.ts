import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { whereIn } from '../../store/dialect';
import type {
  CurrentUsageRow,
  JudgementRow,
  UsageRow,
  UsageStateRow,
} from '../../store/rows';
import { parsed } from '../parsed';
import { checkListed } from './checkListed';
import { cut, difference } from './difference';
import { newestTransitions, type NewestTransition } from './newestTransitions';
import { saysElse } from './saysElse';
import { isTold, lastOf, type ShownCheck } from './ShownCheck';

/** All that people read about one usage. */
export interface ShownUsage {
  usage: UsageRow;
  judgement?: JudgementRow;
  current?: CurrentUsageRow;
  /** The state that holds now. */
  state?: UsageStateRow;
  /** What the log says of it. */
  newest?: NewestTransition;
}

/** S10.2: the verdicts that people read are those to which the log led. */
export const checkVerdicts: ShownCheck = async options => {
  const { trx, after, limit, beginning } = options;
  const usages = await trx<UsageRow>('usages')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
  const shown = await readShown(trx, usages);
  const differences = shown.flatMap(one => [
    ...checkJudgement(one, beginning),
    ...checkListed(one),
  ]);
  return { differences, ...lastOf(usages, limit, ({ id }) => id) };
};

async function readShown(
  trx: Knex.Transaction,
  usages: UsageRow[],
): Promise<ShownUsage[]> {
  const ids = usages.map(({ id }) => id);
  const by = async <T extends { usage_id: string }>(table: string) => {
    const rows: T[] = await whereIn(trx(table), 'usage_id', ids);
    return new Map(rows.map(row => [row.usage_id, row]));
  };
  const judgements = await by<JudgementRow>('judgements');
  const current = await by<CurrentUsageRow>('current_usages');
  const newest = await newestTransitions(trx, ids);
  const open: UsageStateRow[] = await whereIn(
    trx('usage_states').whereNull('valid_to'),
    'usage_id',
    ids,
  );
  const states = new Map(open.map(state => [state.usage_id, state]));
  return usages.map(usage => ({
    usage,
    judgement: judgements.get(usage.id),
    current: current.get(usage.id),
    state: states.get(usage.id),
    newest: newest.get(usage.id),
  }));
}

function checkJudgement(
  { usage, judgement, newest, state }: ShownUsage,
  beginning: string,
): IntegrityDifference[] {
  const { id } = usage;
  if (newest && !newest.isInLog)
    return [
      difference(
        'transitions',
        newest.id,
        `the newest of usage ${id} is in no entry of the log`,
      ),
    ];
  if (!judgement)
    return newest || state
      ? [
          difference(
            'judgements',
            id,
            `usage ${id} has no verdict, the log says ${cut(newest?.verdict)}`,
            newest?.sequence,
          ),
        ]
      : [];
  if (newest)
    return [
      ...saysElse('judgements', id, judgement, newest),
      ...checkContent(judgement),
    ];
  return isTold(judgement.since, beginning)
    ? [
        difference(
          'judgements',
          id,
          `usage ${id} says ${cut(judgement.verdict)}, the log says nothing`,
        ),
      ]
    : checkContent(judgement);
}

/** The page of a usage shows the content, which repeats the columns. */
function checkContent(row: JudgementRow): IntegrityDifference[] {
  const content = parsed<{
    verdict: unknown;
    decision: unknown;
    reason: { code?: unknown };
  }>(row.content);
  const pairs = [
    [row.verdict, content?.verdict],
    [row.decision, content?.decision],
    [row.reason_code, content?.reason?.code],
  ];
  const wrong = pairs.find(([column, said]) => column !== said);
  if (!wrong) return [];
  const [column, said] = wrong.map(cut);
  const id = row.usage_id;
  return [
    difference(
      'judgements',
      id,
      `the content of usage ${id} says ${said}, its row says ${column}`,
    ),
  ];
}
