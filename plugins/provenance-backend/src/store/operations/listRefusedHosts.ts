import type { Knex } from 'knex';

/** A host that artifacts name and that may not be contacted. */
export interface RefusedHost {
  host: string;
  artifacts: number;
  entities: number;
  /** Whether images lie there, and whether files do. */
  images: boolean;
  files: boolean;
}

export interface RefusedHosts {
  /** Those that most entities name first. */
  hosts: RefusedHost[];
  /** How many there are beyond these. */
  more: number;
}

/** Images have no scheme. */
const isFile = `current_usages.reference LIKE 'http://%' OR current_usages.reference LIKE 'https://%'`;

/**
 * The hosts that nobody allowed and that usages therefore could not be looked at for, in one pass over the narrow rows.
 *
 * Whoever writes an annotation decides what is named here, so that what many entities name comes first: one entity
 * cannot fill the list with two hundred inventions and push out what a company really uses.
 *
 * @remarks Race: none; looks go on meanwhile, and the next reading sees them.
 *
 * @param allowed - what configuration allows now: a usage of it waits for its next look, or was led elsewhere
 */
export async function listRefusedHosts(options: {
  knex: Knex;
  allowed: readonly string[];
  limit: number;
}): Promise<RefusedHosts> {
  const { knex, limit } = options;
  const rows: Record<string, string | number>[] = await refused(options)
    .groupBy('work.host')
    .orderBy([
      { column: 'entities', order: 'desc' },
      { column: 'artifacts', order: 'desc' },
      { column: 'host', order: 'asc' },
    ])
    .limit(limit)
    .select('work.host as host')
    .count({ artifacts: '*' })
    .countDistinct({ entities: 'current_usages.entity_ref' })
    .select(knex.raw(`count(CASE WHEN ${isFile} THEN 1 END) AS files`));
  const hosts = rows.map(({ host, artifacts, entities, files }) => ({
    host: String(host),
    ...{ artifacts: Number(artifacts), entities: Number(entities) },
    ...{ images: Number(files) < Number(artifacts), files: Number(files) > 0 },
  }));
  if (hosts.length < limit) return { hosts, more: 0 };
  const [{ total }] = await refused(options).countDistinct({
    total: 'work.host',
  });
  return { hosts, more: Number(total) - hosts.length };
}

function refused({
  knex,
  allowed,
}: {
  knex: Knex;
  allowed: readonly string[];
}): Knex.QueryBuilder {
  return knex('current_usages')
    .join('work', 'work.usage_id', 'current_usages.usage_id')
    .where('current_usages.reason_code', 'host-not-allowed')
    .whereNotNull('work.host')
    .whereNotIn('work.host', allowed);
}
