import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { appendToLog } from '../../log/appendToLog';

/** More replicas than this never start with lists of their own in one moment. */
const mostTries = 20;

/**
 * The number of an acceptance list: the one that it was given when it was first seen, else the next.
 *
 * @remarks
 * Race: two replicas start at once. Hash and number are unique, so that of two that bring the same list one writes the
 * row and the other one finds it, and of two that bring different ones the second takes the next number. Rows are never
 * changed and never deleted: whoever read a number may keep it.
 *
 * @param options - `content`: the list as canonical JSON
 */
export async function numberAcceptance(options: {
  knex: Knex;
  content: string;
  now: string;
}): Promise<{ number: number; isNew: boolean }> {
  const { knex, content } = options;
  const hash = createHash('sha256').update(content).digest('hex');
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await knex('acceptance_versions')
      .where({ content_hash: hash, source: 'configuration' })
      .first('number');
    if (known) return { number: known.number, isNew: false };
    const number = await insertNext({ ...options, hash });
    if (number !== undefined) return { number, isNew: true };
  }
  throw new Error('the acceptance list could not be given a number');
}

/** @returns nothing where somebody else was faster */
async function insertNext(options: {
  knex: Knex;
  content: string;
  hash: string;
  now: string;
}): Promise<number | undefined> {
  const { knex, content, hash, now } = options;
  return knex.transaction(async trx => {
    const last = await trx('acceptance_versions').max('number as number');
    const number = Number(last[0]?.number ?? 0) + 1;
    const added = await trx('acceptance_versions')
      .insert({ number, content_hash: hash, content, seen_at: now })
      .onConflict()
      .ignore()
      .returning('number');
    if (added.length === 0) return undefined;
    await appendToLog({
      trx,
      entry: { kind: 'registry-version', at: now, content: { number, hash } },
    });
    return number;
  });
}
