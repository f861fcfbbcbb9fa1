import type { Digest } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { readMaterials, takeDigestLook, type DigestLook } from '../store';
import type { EngineContext } from './EngineContext';
import type { Workshop } from './Workshop';

/** How long a look speaks for whoever comes to the same digest by another name. */
export const togetherMs = 60_000;

/** After this long whoever looks counts as dead. */
const holdMs = 60_000;
/** How often is asked whether somebody else's look has ended, in real milliseconds, and how many times at most. */
const pollMs = 100;
const mostPolls = 600;

type Context = Pick<EngineContext, 'knex' | 'clock' | 'logger' | 'generation'>;
type Means = { engine: Context; workshop: Pick<Workshop, 'shared'> };

/**
 * Looks at a digest once for all replicas: one of them looks, and the others wait for what it finds. Whatever goes wrong
 * with that is logged, and ends in a look of one's own.
 *
 * @param key - everything that the answer depends on, also who was shown which credential (S12.1)
 * @param since - when a look must have begun to count, in milliseconds; absent: nobody else's will do
 */
export async function lookTogether(
  key: string,
  since: number | undefined,
  look: () => Promise<Collected>,
  means: Means,
): Promise<Collected> {
  const { engine } = means;
  const name = createHash('sha256')
    .update(JSON.stringify([engine.generation, key]))
    .digest('hex');
  let from = since;
  for (let poll = 0; poll < mostPolls; poll++) {
    const taken = await take(name, from, engine);
    if (!taken) break;
    if (taken.status === 'mine')
      return lookFor(name, taken.ticket, look, means);
    if (taken.status === 'seen') {
      const seen = await withMaterials(taken, engine);
      if (seen) return seen;
      from = undefined;
    } else await setTimeout(pollMs);
  }
  return look();
}

async function take(
  key: string,
  since: number | undefined,
  { knex, clock, logger }: Context,
): Promise<DigestLook | undefined> {
  const now = clock.now();
  // However long it has been due: what is older than this is not the look of this round.
  const from =
    since === undefined
      ? undefined
      : new Date(Math.max(since, now.getTime() - togetherMs));
  try {
    return await takeDigestLook({ knex, key, since: from, now, holdMs });
  } catch (error) {
    logger.warn('a look is shared with nobody', error as Error);
    return undefined;
  }
}

async function lookFor(
  key: string,
  ticket: string,
  look: () => Promise<Collected>,
  { engine, workshop }: Means,
): Promise<Collected> {
  let collected: Collected | undefined;
  try {
    collected = await look();
    return collected;
  } finally {
    const { clock, generation, logger } = engine;
    const mine = { key, ticket, collected, generation, now: clock.now() };
    await workshop.shared
      .ask(mine)
      .catch(error =>
        logger.warn('what a look found is left to nobody', error),
      );
  }
}

/** The bytes are read and hashed anew. Where any of them are gone nobody goes by the look. */
async function withMaterials(
  { collection }: { collection: Collected['collection'] },
  { knex, logger }: Context,
): Promise<Collected | undefined> {
  const wanted: Digest[] = collection.material.map(({ digest }) => digest);
  try {
    const found = await readMaterials({ knex, digests: wanted });
    const materials = new Map(found.map(one => [one.digest, one]));
    const isWhole = wanted.every(digest => materials.has(digest));
    return isWhole ? { collection, materials: found } : undefined;
  } catch (error) {
    logger.warn('what another look found could not be read', error as Error);
    return undefined;
  }
}
