import type { AlertSink } from '@countersign/backstage-plugin-provenance-node';
import { setTimeout } from 'node:timers/promises';
import { claimMessages, finishMessage, type MessageClaim } from '../store';
import type { TellContext } from './TellContext';

/** Messages that one replica sends at the same time. */
const batch = 10;
/** How long one may take, in real milliseconds; shorter than the lease. */
const patienceMs = 30_000;
export const leaseMs = 60_000;
const minute = 60_000;
/** Between two attempts. */
export const longestWaitMs = 60 * minute;

/**
 * Sends what is due. A message that fails holds up nobody but itself: it is tried again, later each time, and given up
 * in the end.
 *
 * @returns how many arrived
 * @throws where the database does not answer; what was sent by then is sent again, under the same id
 */
export async function deliver(context: TellContext): Promise<number> {
  const { knex, clock, sinks } = context;
  let count = 0;
  for (;;) {
    const claims = await claimMessages({
      knex,
      now: clock.now(),
      leaseMs,
      sinks: sinks.map(({ name }) => name),
      limit: batch,
    });
    if (claims.length === 0) return count;
    const arrived = await Promise.all(claims.map(one => send(one, context)));
    count += arrived.filter(Boolean).length;
  }
}

async function send(
  claim: MessageClaim,
  context: TellContext,
): Promise<boolean> {
  const { knex, clock, sinks } = context;
  const sink = sinks.find(({ name }) => name === claim.sink)!;
  try {
    await patiently(sink, claim);
  } catch (error) {
    await fail(claim, error as Error, context);
    return false;
  }
  const endedAt = clock.now().toISOString();
  await finishMessage({ knex, claim, result: { outcome: 'sent', endedAt } });
  return true;
}

async function patiently(sink: AlertSink, claim: MessageClaim): Promise<void> {
  const ended = new AbortController();
  const { signal } = ended;
  const tooLong = setTimeout(patienceMs, undefined, { signal, ref: false });
  try {
    await Promise.race([
      sink.send(claim.alert),
      tooLong.then(() => {
        throw new Error('it took too long');
      }),
    ]);
  } finally {
    tooLong.catch(() => undefined);
    ended.abort();
  }
}

async function fail(
  claim: MessageClaim,
  error: Error,
  { knex, clock, logger, settings }: TellContext,
): Promise<void> {
  const now = clock.now();
  const { alert, sink, createdAt } = claim;
  const { length } = alert.recipients;
  const what = `"${alert.title}" (${
    alert.id
  }) to ${length} recipients by ${sink}: ${kindOf(error)}`;
  const next = now.getTime() + waitAfter(claim.attempts);
  if (next - Date.parse(createdAt) < settings.giveUpMs) {
    logger.warn(`could not tell ${what}`);
    const nextAt = new Date(next).toISOString();
    await finishMessage({ knex, claim, result: { nextAt } });
    return;
  }
  logger.error(`gave up telling ${what}`);
  const endedAt = now.toISOString();
  const result = { outcome: 'given-up', endedAt } as const;
  await finishMessage({ knex, claim, result });
}

/**
 * What went wrong, for the log of the backend, which outlives the outbox and is read by others: whom it was for stands in
 * the outbox alone. A sink's error may quote whom it could not reach, so that its message, stack and cause are not kept.
 */
function kindOf({ name, code }: Error & { code?: unknown }): string {
  const parts = [name, code].filter(
    part => part !== undefined && /^\w{1,64}$/.test(String(part)),
  );
  return parts.length > 0 ? parts.join(' ') : 'Error';
}

function waitAfter(attempts: number): number {
  return Math.min(minute * 2 ** (attempts - 1), longestWaitMs);
}
