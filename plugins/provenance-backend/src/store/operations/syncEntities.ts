import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';

/** What is kept of an entity. */
export interface EntityFacts {
  entityRef: string;
  kind: string;
  type?: string;
  owner?: string;
  system?: string;
  /** Why the catalog could not process it. */
  problem?: string;
  /** Annotations by which somebody could locate its artifacts. */
  hints: string[];
}

/** A row of `entities` without when it was seen first. */
export interface EntityRow {
  entity_ref: string;
  kind: string;
  type: string | null;
  owner: string | null;
  system: string | null;
  problem: string | null;
  hints: string;
  missing_since: string | null;
}

/**
 * Keeps what the catalog says about entities, by difference: one that did not change is not written.
 *
 * @remarks Race: one replica discovers at a time; a replica that lost its task may write the same once more.
 */
export async function syncEntities(options: {
  knex: Knex;
  entities: EntityFacts[];
  now: string;
}): Promise<void> {
  const { knex, entities, now } = options;
  const known: EntityRow[] = await whereIn(
    knex('entities'),
    'entity_ref',
    entities.map(one => one.entityRef),
  );
  const before = new Map(known.map(row => [row.entity_ref, row]));
  const rows = entities
    .map(rowOf)
    .filter(row => !isSame(before.get(row.entity_ref), row));
  for (const batch of batchesOf(rows))
    await knex('entities')
      .insert(batch.map(row => ({ ...row, first_seen_at: now })))
      .onConflict('entity_ref')
      .merge(Object.keys(batch[0]));
}

function rowOf(facts: EntityFacts): EntityRow {
  return {
    entity_ref: facts.entityRef,
    kind: facts.kind,
    type: facts.type ?? null,
    owner: facts.owner ?? null,
    system: facts.system ?? null,
    problem: facts.problem ?? null,
    hints: JSON.stringify(facts.hints),
    missing_since: null,
  };
}

function isSame(before: EntityRow | undefined, row: EntityRow): boolean {
  return (
    before !== undefined &&
    Object.entries(row).every(
      ([column, value]) => before[column as keyof EntityRow] === value,
    )
  );
}
