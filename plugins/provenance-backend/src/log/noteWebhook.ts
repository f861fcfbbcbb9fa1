import type { Knex } from 'knex';

/** How one attempt to tell the head outside ended. */
export type WebhookOutcome =
  | { arrived: true; sequence: number; at: string }
  | { arrived: false; cause: string; at: string };

/** Characters of a cause: hosts may answer with anything. */
const longestCause = 500;

/**
 * Notes how an attempt ended, for all replicas: whichever comes first makes the next one.
 *
 * @remarks Race: one replica at a time sends. Two that did would count both, and the later one says how it stands.
 */
export async function noteWebhook(options: {
  knex: Knex;
  outcome: WebhookOutcome;
}): Promise<void> {
  const { knex, outcome } = options;
  const { at } = outcome;
  const { row, changes } = outcome.arrived
    ? arrival(outcome.sequence, at)
    : failure(knex, outcome.cause.slice(0, longestCause), at);
  await knex('log_webhook')
    .insert({ id: 1, ...row })
    .onConflict('id')
    .merge(changes);
}

function arrival(sequence: number, at: string) {
  const row = {
    ...{ sequence, arrived_at: at, failures: 0 },
    ...{ failing_since: null, cause: null },
  };
  return { row, changes: row };
}

function failure(knex: Knex, cause: string, at: string) {
  const changes = {
    failures: knex.raw('log_webhook.failures + 1'),
    failing_since: knex.raw('coalesce(log_webhook.failing_since, ?)', [at]),
    cause,
  };
  return { row: { failures: 1, failing_since: at, cause }, changes };
}
