import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { entityWordsOf } from '../entityWords';
import { heldUsages, type HeldRow } from '../heldUsages';
import { currentUsageOf, type CurrentUsage } from '../records';
import type { JudgementRow } from '../rows';
import type { SettledJudgement } from '../settled';

/** A usage that is about to be looked at. */
export interface UsageToLook extends CurrentUsage {
  /** Its verdict, where it needs no look but one that finds the same. */
  settled?: SettledJudgement;
}

type Row = HeldRow & {
  [C in Exclude<keyof JudgementRow, keyof HeldRow>]: JudgementRow[C] | null;
};

/**
 * Usages with their states of now, in the order of their ids; those that ended are left out.
 *
 * @remarks
 * Race: a state may change right after this. Whoever changes it replaces the ticket first, so that a look at the old one
 * is discarded. A verdict may change as well; whoever does that raises its revision, and what is read here as settled
 * counts no more.
 */
export async function readCurrentUsages(options: {
  knex: Knex;
  ids: string[];
}): Promise<UsageToLook[]> {
  const { knex, ids } = options;
  const rows: Row[] = await whereIn(heldUsages(knex), 'usages.id', ids)
    .leftJoin('judgements as settled', on =>
      on
        .on('settled.usage_id', 'usages.id')
        .andOn('settled.revision', 'settled.settled_revision'),
    )
    .orderBy('usages.id')
    .select(
      ...['content', 'generation', 'judged_at'].map(in_ => `settled.${in_}`),
      ...['hash', 'at', 'until', 'revision', 'under'].map(
        name => `settled.settled_${name}`,
      ),
    );
  return rows.map(row => ({
    ...currentUsageOf(row, row),
    entity: entityWordsOf(row),
    settled: settledOf(row),
  }));
}

function settledOf(row: Row): SettledJudgement | undefined {
  const { settled_hash: hash, settled_at: at, content } = row;
  if (hash === null || at === null || content === null) return undefined;
  return {
    hash,
    at,
    ...(row.settled_until !== null && { wordsUntil: row.settled_until }),
    judgedAt: row.judged_at!,
    generation: row.generation!,
    under: row.settled_under!,
    revision: row.settled_revision!,
    judgement: () => JSON.parse(content),
  };
}
