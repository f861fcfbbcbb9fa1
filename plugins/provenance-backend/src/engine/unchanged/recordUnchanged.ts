import type { EngineContext } from '../EngineContext';
import type { Sighting } from '../recordSight';
import type { Workshop } from '../Workshop';
import { renewalOf } from './renewalOf';

/**
 * Records a look that found what the look before found. Whatever is in its way, the look can still be recorded in full.
 *
 * @returns whether it is recorded
 */
export async function recordUnchanged(
  sighting: Sighting,
  engine: EngineContext,
  workshop: Pick<Workshop, 'renewals'>,
): Promise<boolean> {
  const { observer } = engine;
  const isWritten = await write(sighting, engine, workshop);
  const result = isWritten ? 'hit' : 'miss';
  observer.count('cache', { cache: 'verdict', result });
  if (isWritten) observer.count('looks', { outcome: 'recorded' });
  return isWritten;
}

async function write(
  sighting: Sighting,
  engine: EngineContext,
  { renewals }: Pick<Workshop, 'renewals'>,
): Promise<boolean> {
  const { observer, logger } = engine;
  const { usageId } = sighting.claim;
  try {
    const renewal = renewalOf(sighting, engine);
    if (!renewal) return false;
    return await observer.stage('record', () => renewals.ask(renewal));
  } catch (error) {
    logger.warn(
      `the unchanged look at usage ${usageId} is recorded in full`,
      error as Error,
    );
    return false;
  }
}
