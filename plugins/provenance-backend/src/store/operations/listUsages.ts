import type { UsageQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { applyRestriction, type UsageRestriction } from '../restriction';
import { whereIn } from '../dialect';

/** Where the page before ended. */
export interface ListPosition {
  entityRef: string;
  id: string;
}

export interface ListUsagesOptions {
  knex: Knex;
  restriction: UsageRestriction;
  query: Omit<UsageQuery, 'cursor' | 'limit'>;
  after?: ListPosition;
  limit: number;
}

/**
 * One page of the usages that hold now and that the viewer may see, with the total of the same (S11.2).
 *
 * @remarks
 * Race: usages come and go between two pages. Paging goes by the sort key and not by an offset, so that nothing is
 * skipped or shown twice.
 */
export async function listUsages(
  options: ListUsagesOptions,
): Promise<{ positions: ListPosition[]; total: number }> {
  const { after, limit } = options;
  const page = visible(options)
    .orderBy(['usages.entity_ref', 'usages.id'])
    .limit(limit)
    .select('usages.id as id', 'usages.entity_ref as entityRef');
  if (after) {
    page.where(later =>
      later
        .where('usages.entity_ref', '>', after.entityRef)
        .orWhere(same =>
          same
            .where('usages.entity_ref', after.entityRef)
            .where('usages.id', '>', after.id),
        ),
    );
  }
  const positions: ListPosition[] = await page;
  const [{ total }] = await visible(options).count({ total: '*' });
  return { positions, total: Number(total) };
}

function visible({ knex, restriction, query }: ListUsagesOptions) {
  const rows = knex('usages')
    .join('usage_states', 'usage_states.usage_id', 'usages.id')
    .join('judgements', 'judgements.usage_id', 'usages.id')
    .whereNull('usage_states.valid_to');
  applyRestriction(rows, restriction);
  const filters: [string, string[] | undefined][] = [
    [
      'usages.entity_ref',
      query.entityRef?.map(ref => ref.toLocaleLowerCase('en-US')),
    ],
    ['usages.kind', query.kind],
    ['usages.environment', query.environment],
    ['judgements.verdict', query.verdict],
    ['judgements.decision', query.decision],
  ];
  for (const [column, values] of filters) {
    if (values) whereIn(rows, column, values);
  }
  return rows;
}
