import type { Knex } from 'knex';

/** Environments that are proposed for configuration at most. */
const mostEnvironments = 20;

/** What discovery has found so far. */
export interface Found {
  entities: number;
  artifacts: number;
  /** Names that usages carry, the most frequent first. A stranger may have written them. */
  environments: string[];
}

/**
 * Counts what is known, and which environments it names.
 *
 * @remarks Race: none; these are figures, and old when they are shown.
 */
export async function countFound(options: { knex: Knex }): Promise<Found> {
  const { knex } = options;
  const [{ entities }] = await knex('entities')
    .whereNull('missing_since')
    .count({ entities: '*' });
  const [{ artifacts }] = await knex('current_usages').count({
    artifacts: '*',
  });
  const rows: { environment: string }[] = await knex('current_usages')
    .whereNotNull('environment')
    .groupBy('environment')
    .orderBy([
      { column: 'usages', order: 'desc' },
      { column: 'environment', order: 'asc' },
    ])
    .limit(mostEnvironments)
    .select('environment')
    .count({ usages: '*' });
  return {
    entities: Number(entities),
    artifacts: Number(artifacts),
    environments: rows.map(row => row.environment),
  };
}
