import {
  artifactKinds,
  type ArtifactKind,
  type Chosen,
  type EntityWords,
} from '@countersign/domain';
import type { Knex } from 'knex';
import {
  entityWordsOf,
  wordColumns,
  type EntityWordsRow,
} from '../entityWords';
import { applyRestriction, type UsageRestriction } from '../restriction';

/** Nobody could look at it yet. */
const unseen = "CASE WHEN current_usages.freshness = 'none' THEN 1 ELSE 0 END";

/** Usages that rules cannot tell apart. */
export interface UsageScope extends Pick<Chosen, 'kinds'> {
  repository?: string;
  environment?: string;
  kind: ArtifactKind;
  entity?: EntityWords;
  usages: number;
}

/**
 * What rules are chosen by, of the usages that hold now and that a viewer may see. Of what kind one is, is what lists say:
 * before the first look that could tell it can be any.
 *
 * @param withEntities - with the words of the entities, where a rule goes by these
 * @remarks Race: as `listUsages`.
 */
export async function readUsageScopes(options: {
  knex: Knex;
  restriction: UsageRestriction;
  withEntities: boolean;
}): Promise<UsageScope[]> {
  const { knex, restriction, withEntities } = options;
  const words = withEntities ? wordColumns.map(word => `entities.${word}`) : [];
  const columns = [
    ...['usages.repository', 'current_usages.environment'],
    ...['current_usages.kind', ...words],
  ];
  const query: Knex.QueryBuilder = knex('current_usages')
    .join('usages', 'usages.id', 'current_usages.usage_id')
    .groupBy(...columns)
    .groupByRaw(unseen)
    .select('usages.repository', 'current_usages.environment')
    .select('current_usages.kind', knex.raw(`${unseen} AS is_unseen`))
    .count({ usages: '*' });
  if (withEntities)
    query
      .leftJoin('entities', 'entities.entity_ref', 'usages.entity_ref')
      .select(wordColumns.map(word => `entities.${word} as entity_${word}`));
  applyRestriction(query, restriction, 'current_usages');
  const rows: ScopeRow[] = await query;
  return rows.map(row => scopeOf(row, withEntities));
}

interface ScopeRow extends EntityWordsRow {
  repository: string | null;
  environment: string | null;
  kind: ArtifactKind;
  is_unseen: number;
  usages: number | string;
}

function scopeOf(row: ScopeRow, withEntities: boolean): UsageScope {
  const { repository, environment, kind, is_unseen: isUnseen } = row;
  const entity = withEntities ? entityWordsOf(row) : undefined;
  return {
    ...(repository !== null && { repository }),
    ...(environment !== null && { environment }),
    ...{ kind, kinds: isUnseen ? artifactKinds : [kind] },
    ...(entity && { entity }),
    usages: Number(row.usages),
  };
}
