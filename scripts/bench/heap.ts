import type { Knex } from 'knex';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes that are in use, and not only not collected yet. */
function inUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Code that nobody runs is let go only after it has been met by several collections. */
function atRest(): number {
  return Math.min(...Array.from({ length: 8 }, inUse));
}

/**
 * The most memory that some work holds at once above what was held before, looked at whenever the database answers. How
 * large a process grows says little about it: a heap with room to spare is collected late.
 */
export async function mostHeld(
  knex: Knex,
  work: () => Promise<unknown>,
): Promise<number> {
  const before = atRest();
  let most = before;
  const look = () => {
    most = Math.max(most, inUse());
  };
  knex.on('query-response', look);
  try {
    await work();
  } finally {
    knex.off('query-response', look);
  }
  return most - before;
}
