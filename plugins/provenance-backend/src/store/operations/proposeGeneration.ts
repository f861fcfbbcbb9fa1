import type { Authority } from '@countersign/verifier';
import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import type { GenerationProposal } from '../generation';
import { appendToLog, type LogEntry } from '../../log';
import { storeAuthorityVersions } from './storeAuthorityVersions';

/**
 * Makes a generation the active one, keeps what its authorities hold, and says so in the log (S10.2).
 *
 * @remarks
 * Race: two replicas propose at once. Both say which number they read, the number is the key, and one of them comes
 * first; the other one reads again.
 *
 * Race: a replica writes under the generation before. The table is locked on PostgreSQL until all who hold its row
 * ({@link holdsGeneration}) have ended, and those who come meanwhile wait for this: a row lock alone would never be had
 * while many share it. A writer that hangs must not hold up all others, so the lock is waited for a moment only.
 *
 * @param options - `expected`: the number that was read, 0 for none
 * @returns whether it is the active one now
 * @throws where the lock could not be had
 */
export async function proposeGeneration(options: {
  knex: Knex;
  expected: number;
  proposal: GenerationProposal;
  authorities: Authority[];
  now: string;
}): Promise<boolean> {
  const { knex, expected, proposal, authorities, now } = options;
  return knex.transaction(async trx => {
    if (isPostgres(trx)) {
      await trx.raw(`SET LOCAL lock_timeout = '5s'`);
      await trx.raw('LOCK TABLE generations IN EXCLUSIVE MODE');
    }
    const written = await trx('generations')
      .insert({
        number: expected + 1,
        content_hash: proposal.generation,
        content: JSON.stringify(proposal.content),
        occasion: proposal.occasion,
        proposed_by: proposal.proposedBy,
        proposed_at: now,
      })
      .onConflict('number')
      .ignore()
      .returning('number');
    if (written.length === 0) return false;
    await storeAuthorityVersions({ trx, authorities, now });
    await appendToLog({ trx, entry: entryOf(expected + 1, proposal, now) });
    return true;
  });
}

function entryOf(
  number: number,
  { generation, content, occasion, proposedBy }: GenerationProposal,
  at: string,
): LogEntry {
  const { authorities, ...numbers } = content;
  return {
    kind: 'generation',
    at,
    content: {
      number,
      generation,
      occasion,
      replica: proposedBy,
      ...numbers,
      authorities: authorities.map(({ name, digest }) => ({
        name,
        digest: digest ?? null,
      })),
    },
  };
}
