import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type { EntityFacts, EntityRow } from './syncEntities';

/**
 * What is kept of entities that the last pass saw.
 *
 * @remarks Race: an owner or system may have changed since; the next pass reads it.
 */
export async function readEntities(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<EntityFacts[]> {
  const { knex, entityRefs } = options;
  const rows: EntityRow[] = await whereIn(
    knex('entities').whereNull('missing_since'),
    'entity_ref',
    entityRefs,
  );
  return rows.map(row => ({
    entityRef: row.entity_ref,
    kind: row.kind,
    type: row.type ?? undefined,
    owner: row.owner ?? undefined,
    system: row.system ?? undefined,
    lifecycle: row.lifecycle ?? undefined,
    labels: row.labels === null ? undefined : JSON.parse(row.labels),
    stampedRepository: row.stamped_repository ?? undefined,
    problem: row.problem ?? undefined,
    hints: JSON.parse(row.hints),
  }));
}
