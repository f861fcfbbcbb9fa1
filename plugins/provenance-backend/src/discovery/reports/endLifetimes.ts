import { GenerationMovedError, listExpired, settleReports } from '../../store';
import type { PassContext } from '../Pass';
import { REPORT_LOCATOR } from './reports';

/** Entities at a time; what is left is ended the next time, seconds later. */
const atOnce = 500;

/**
 * Ends reports whose lifetime is over. Costs one look into an index where there is none.
 *
 * @throws GenerationMovedError: the replicas of the active generation end them
 * @returns of how many entities something ended
 */
export async function endLifetimes(context: PassContext): Promise<number> {
  const { clock, logger, signal, ...rest } = context;
  const { knex } = rest;
  const now = clock.now().toISOString();
  const entityRefs = await listExpired({
    ...{ knex, now, limit: atOnce },
    locator: REPORT_LOCATOR,
  });
  let ended = 0;
  for (const entityRef of entityRefs.sort()) {
    signal?.throwIfAborted();
    try {
      await settleReports({
        ...{ ...rest, now, entityRef },
        ...{ locator: REPORT_LOCATOR, reports: [] },
      });
      ended++;
    } catch (error) {
      if (error instanceof GenerationMovedError) throw error;
      logger.error(
        `what was reported of ${entityRef} could not be ended`,
        error as Error,
      );
    }
  }
  return ended;
}
