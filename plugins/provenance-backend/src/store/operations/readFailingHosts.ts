import type { Cause } from '@countersign/domain';
import type { Knex } from 'knex';
import type { HostRow } from '../rows';

/** A host that did not answer the last time that it was asked. */
export interface FailingHost {
  host: string;
  cause: Cause;
  /** Present where it is left alone since. ISO 8601, UTC. */
  down?: {
    since: string;
    /** Nobody asks it before then, but for a person. */
    nextTryAt: string;
    /** Somebody tries it until then. */
    probingUntil?: string;
  };
}

/**
 * The hosts that fail now: a handful at the worst, all others are not worth a row here.
 *
 * @remarks Race: a host may be noted as down right after this; a few more looks at it fail, and nothing else.
 */
export async function readFailingHosts(options: {
  knex: Knex;
}): Promise<FailingHost[]> {
  const rows = await options
    .knex<HostRow>('hosts')
    .where('failures', '>', 0)
    .whereNotNull('cause')
    .orderBy('host');
  return rows.map(failingHostOf);
}

function failingHostOf(row: HostRow): FailingHost {
  const { host, down_since: since, next_try_at: nextTryAt } = row;
  const cause: Cause = JSON.parse(row.cause ?? 'null');
  if (since === null || nextTryAt === null) return { host, cause };
  const probingUntil = row.probing_until ?? undefined;
  return { host, cause, down: { since, nextTryAt, probingUntil } };
}
