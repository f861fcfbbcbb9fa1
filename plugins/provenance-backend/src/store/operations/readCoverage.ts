import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import {
  expectedEntities,
  isOneOf,
  type ExpectedKind,
} from '../expectedEntities';
import { applyRestriction, type UsageRestriction } from '../restriction';

/** Entities of one kind and type. */
export interface CoverageRow {
  kind: string;
  type?: string;
  entities: number;
  withUsages: number;
}

/**
 * How many of the expected entities that the viewer may see have a usage that the viewer may see (S11.2), in one
 * statement. Types are told apart only where configuration names them, so that no catalog makes this long.
 *
 * @remarks Race: none; it is a figure, and old when it is shown.
 */
export async function readCoverage(options: {
  knex: Knex;
  expected: ExpectedKind[];
  restriction: UsageRestriction;
  owners?: string[];
}): Promise<CoverageRow[]> {
  const { knex, expected, restriction, owners } = options;
  const whole = expected.filter(({ types }) => !types).map(one => one.kind);
  const used = knex('current_usages').distinct('entity_ref');
  applyRestriction(used, restriction, 'current_usages');
  const entities = expectedEntities(options);
  entities.leftJoin(
    used.as('used') as never,
    'used.entity_ref',
    'entities.entity_ref',
  );
  entities.select(
    'entities.kind as kind',
    knex.raw(
      `CASE WHEN ${isOneOf(
        'entities.kind',
        whole,
      )} THEN NULL ELSE lower(entities.type) END AS type`,
      whole,
    ),
    'used.entity_ref as used',
  );
  if (owners) whereIn(entities, 'entities.owner', owners);
  const rows: Record<string, string | number | null>[] = await knex
    .from(entities.as('found'))
    .groupBy('kind', 'type')
    .select('kind', 'type')
    .count({ entities: '*' })
    .count({ located: 'used' });
  return rows.map(row => ({
    kind: String(row.kind),
    ...(row.type !== null && { type: String(row.type) }),
    entities: Number(row.entities),
    withUsages: Number(row.located),
  }));
}
