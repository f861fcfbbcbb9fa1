import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Webhook } from '@countersign/verifier';
import type { Knex } from 'knex';
import { noteWebhook } from './noteWebhook';
import { readWebhook } from './readWebhook';
import { readHead } from './withHead';

/** How often it is looked whether a head is due: after a failure it is tried again then. */
export const webhookTurnMs = 5 * 60_000;

/**
 * Sends the head of the log to a place that whoever can write the database cannot write (S10.2), once in an interval and
 * soon again where it did not arrive. Nobody waits for it: a webhook that is down is said, counted and tried again.
 *
 * @remarks
 * Race: each replica may be the one whose turn it is; what was sent last stands in the database. Whoever takes a turn
 * looks ahead to the next one, so that an interval is never exceeded by a turn. An instant that lies ahead was written by
 * a clock that was wrong, and keeps nobody from sending.
 */
export async function sendHead(options: {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  webhook: Pick<Webhook, 'send'>;
  intervalMs: number;
}): Promise<void> {
  const { knex, clock, logger, webhook, intervalMs } = options;
  const { sequence, hash } = await readHead({ knex });
  const state = await readWebhook({ knex });
  const now = clock.now();
  if (sequence === 0 || !isDue(state, now, intervalMs)) return;
  const at = now.toISOString();
  try {
    await webhook.send(
      JSON.stringify({ type: 'countersign.log-head', sequence, hash, at }),
    );
  } catch (error) {
    const cause = (error as Error).message;
    logger.warn(`the head of the sealed log did not arrive: ${cause}`);
    await noteWebhook({ knex, outcome: { arrived: false, cause, at } });
    return;
  }
  if (state && state.failures > 0)
    logger.info('the head of the sealed log arrives again');
  await noteWebhook({ knex, outcome: { arrived: true, sequence, at } });
}

function isDue(
  state: Awaited<ReturnType<typeof readWebhook>>,
  now: Date,
  intervalMs: number,
): boolean {
  if (!state?.arrivedAt || state.failures > 0) return true;
  const age = now.getTime() - Date.parse(state.arrivedAt);
  return age < 0 || age + webhookTurnMs > intervalMs;
}
