import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';
import { adoptTransitions } from './adoptTransitions';
import { sealEntries } from './sealEntries';

/** S10.1 asks for a second at most; half of it leaves the other half for the work itself. */
const pauseMs = 500;

export interface SealerOptions {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  pauseMs?: number;
}

/**
 * Seals what is new, again and again. It runs in every replica, and at any moment one of them seals; a database that is
 * away for a while is said once, and costs nothing but time.
 */
export function startSealer(options: SealerOptions): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const ended = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function run(options: SealerOptions, signal: AbortSignal): Promise<void> {
  const { logger } = options;
  let isFailing = false;
  while (!signal.aborted) {
    try {
      await sealAll(options, signal);
      if (isFailing) logger.info('the log is sealed again');
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.error('the log cannot be sealed', error as Error);
      isFailing = true;
    }
    // An abort rejects the wait; the loop's condition then ends it.
    await setTimeout(options.pauseMs ?? pauseMs, undefined, {
      signal,
      ref: false,
    }).catch(() => undefined);
  }
}

/** Everything that is there now, batch by batch. */
export async function sealAll(
  { knex, clock }: Pick<SealerOptions, 'knex' | 'clock'>,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal?.aborted) return;
    const adopted = await adoptTransitions({ knex });
    const now = clock.now().toISOString();
    const sealed = await sealEntries({ knex, now });
    if (adopted + sealed === 0) return;
  }
}
