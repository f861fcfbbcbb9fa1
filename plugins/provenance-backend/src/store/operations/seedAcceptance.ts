import type { Knex } from 'knex';
import { appendToLog } from '../../log/appendToLog';
import { registryVersionContent } from '../../log/registryVersionContent';
import type { VersionRow } from '../acceptanceVersions';
import { sha256 } from '../proposals';
import { readApproved } from './readApproved';

export interface SeededVersion {
  number: number;
  now: string;
}

/** Others may be faster this often in a row. */
const mostTries = 20;

/**
 * Makes a configured list the first governed version, unreviewed, where the log knows none (S9.5).
 *
 * @remarks
 * Race: replicas start at once. The row of the head is there once: one of them writes it, and the others wait for that
 * and find it. A replica that numbers a configured list at the same time may take the number; then it is tried again.
 *
 * Attack: somebody empties the tables, so that the configuration is in force again. The log still knows that there was a
 * version, and nothing is seeded.
 *
 * @param options - `content`: the list as canonical JSON; `tell`: tells those who are to review it, in its transaction
 * @returns its number where this wrote it
 */
export async function seedAcceptance(options: {
  knex: Knex;
  content: string;
  now: string;
  tell?(trx: Knex.Transaction, seeded: SeededVersion): Promise<void>;
}): Promise<number | undefined> {
  for (let tries = 0; tries < mostTries; tries++) {
    const result = await seedOnce(options);
    if (result !== 'again') return result;
  }
  throw new Error('the acceptance list could not be given a number');
}

class HeadTakenError extends Error {
  readonly name = 'HeadTakenError';
}

async function seedOnce(
  options: Parameters<typeof seedAcceptance>[0],
): Promise<number | undefined | 'again'> {
  try {
    return await options.knex.transaction(trx => seedIn(trx, options));
  } catch (error) {
    // Somebody seeded between two of our statements; what this one wrote is taken back.
    if (error instanceof HeadTakenError) return 'again';
    throw error;
  }
}

async function seedIn(
  trx: Knex.Transaction,
  { content, now, tell }: Parameters<typeof seedAcceptance>[0],
): Promise<number | undefined | 'again'> {
  if ((await readApproved(trx)).status !== 'none') return undefined;
  const [{ last }] = await trx('acceptance_versions').max({ last: 'number' });
  const row: VersionRow = {
    number: Number(last ?? 0) + 1,
    ...{ content, content_hash: sha256(content), seen_at: now },
    ...{ source: 'seed', predecessor: null, proposal_id: null },
    ...{ approvals: null, is_reviewed: 0, review: null },
  };
  const { number } = row;
  if (!(await isFirst(trx, 'acceptance_versions', row))) return 'again';
  const head = { id: 1, number, moved_at: now };
  if (!(await isFirst(trx, 'acceptance_head', head)))
    throw new HeadTakenError();
  await appendToLog({
    trx,
    entry: {
      kind: 'registry-version',
      at: now,
      content: registryVersionContent(row),
    },
  });
  await tell?.(trx, { number, now });
  return number;
}

async function isFirst(
  trx: Knex.Transaction,
  table: string,
  row: object,
): Promise<boolean> {
  const added = await trx(table)
    .insert(row)
    .onConflict()
    .ignore()
    .returning('number');
  return added.length > 0;
}
