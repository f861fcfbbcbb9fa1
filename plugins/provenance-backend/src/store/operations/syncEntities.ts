import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';
import { wordColumns } from '../entityWords';
import { judgeEntitiesAgain } from './judgeEntitiesAgain';

/** What is kept of an entity. */
export interface EntityFacts {
  entityRef: string;
  kind: string;
  type?: string;
  owner?: string;
  system?: string;
  lifecycle?: string;
  /** Absent: not known, for instance because there are too many. */
  labels?: Record<string, string>;
  /** The repository from which the catalog reads it. */
  stampedRepository?: string;
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
  lifecycle: string | null;
  labels: string | null;
  stamped_repository: string | null;
  problem: string | null;
  hints: string;
  missing_since: string | null;
}

/**
 * Keeps what the catalog says about entities, by difference: one that did not change is not written. Where a word changed
 * by which rules are chosen, its usages are judged again.
 *
 * @remarks
 * Race: one replica discovers at a time; a replica that lost its task may write the same once more. What is read before
 * the transaction may be written by another one meanwhile: then usages are judged once more than needed.
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
  if (rows.length === 0) return;
  const entityRefs = rows
    .filter(row => !saysTheSame(before.get(row.entity_ref), row))
    .map(row => row.entity_ref);
  await knex.transaction(async trx => {
    for (const batch of batchesOf(rows))
      await trx('entities')
        .insert(batch.map(row => ({ ...row, first_seen_at: now })))
        .onConflict('entity_ref')
        .merge(Object.keys(batch[0]));
    await judgeEntitiesAgain({ trx, entityRefs, now });
  });
}

/** In one order, so that the same labels are the same text. */
function inOrder(labels: Record<string, string>): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}

/** Of an entity that is new here something may have been reported before. */
function saysTheSame(before: EntityRow | undefined, row: EntityRow): boolean {
  return (
    before !== undefined &&
    wordColumns.every(word => before[word] === row[word])
  );
}

function rowOf(facts: EntityFacts): EntityRow {
  return {
    entity_ref: facts.entityRef,
    kind: facts.kind,
    type: facts.type ?? null,
    owner: facts.owner ?? null,
    system: facts.system ?? null,
    lifecycle: facts.lifecycle ?? null,
    labels: facts.labels ? inOrder(facts.labels) : null,
    stamped_repository: facts.stampedRepository ?? null,
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
