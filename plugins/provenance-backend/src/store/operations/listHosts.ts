import type { Cause } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type { HostRow } from '../rows';

/** A host that was asked, as its last answers say. */
export interface HostState {
  host: string;
  /** The first of an unbroken row of failures; absent while it answers. ISO 8601, UTC. */
  failingSince?: string;
  /** Present where it is left alone until it is tried again. */
  down?: { since: string; nextTryAt: string };
  /** Of the newest failure, while it fails. */
  cause?: Cause;
  lastAnswerAt?: string;
}

/**
 * How hosts answered, by name.
 *
 * @remarks Race: none; looks go on meanwhile.
 *
 * @param among - the hosts that may be contacted: what configuration no longer names is history
 */
export async function listHosts(options: {
  knex: Knex;
  among: readonly string[];
}): Promise<HostState[]> {
  const { knex, among } = options;
  const rows: HostRow[] = await whereIn(knex('hosts'), 'host', among).orderBy(
    'host',
  );
  return rows.map(row => ({
    host: row.host,
    failingSince: row.failing_since ?? undefined,
    down:
      row.down_since !== null && row.next_try_at !== null
        ? { since: row.down_since, nextTryAt: row.next_try_at }
        : undefined,
    cause: row.cause === null ? undefined : JSON.parse(row.cause),
    lastAnswerAt: row.last_answer_at ?? undefined,
  }));
}
