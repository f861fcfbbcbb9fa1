import { readHeld, writeSummary } from '../store';
import { summaryFor } from './messagesFor';
import type { TellContext } from './TellContext';

/**
 * Makes one message, for each recipient, of what was held for them since a window ago.
 *
 * @returns how many
 * @throws where the database does not answer; what is held then waits
 */
export async function sumUp(context: TellContext): Promise<number> {
  const { knex, clock, settings, sinks } = context;
  const now = clock.now();
  const before = new Date(now.getTime() - settings.windowMs).toISOString();
  for (let count = 0; ; count++) {
    const held = await readHeld({ knex, before });
    if (!held) return count;
    const written = await writeSummary({
      knex,
      held,
      alert: summaryFor(held.recipient, held.rows),
      sinks: sinks.map(({ name }) => name),
      now: now.toISOString(),
    });
    // Another replica is at it, and does the rest as well.
    if (!written) return count;
  }
}
