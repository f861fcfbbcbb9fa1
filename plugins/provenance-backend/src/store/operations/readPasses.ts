import type { Knex } from 'knex';

/** How a locator stands. Instants are ISO 8601, UTC. */
export interface LocatorPass {
  locator: string;
  /** Absent before the first pass that came to its end. */
  finishedAt?: string;
  failingSince?: string;
  problem?: string;
  entities?: number;
  claims?: number;
  /** Since when nothing it says ends, because too much would at once. */
  heldSince?: string;
}

/**
 * How the passes of all locators ended.
 *
 * @remarks Race: a pass may end meanwhile; one that was read is true.
 */
export async function readPasses(options: {
  knex: Knex;
}): Promise<LocatorPass[]> {
  const rows = await options.knex('locator_passes').orderBy('locator');
  return rows.map(row => ({
    locator: row.locator,
    finishedAt: row.finished_at === '' ? undefined : row.finished_at,
    failingSince: row.failing_since ?? undefined,
    problem: row.problem ?? undefined,
    entities: row.entities ?? undefined,
    claims: row.claims ?? undefined,
    heldSince: row.held_since ?? undefined,
  }));
}
