import { isComplete } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';
import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { joinValues } from '../joinValues';
import type { DigestLookRow } from '../rows';
import { holdNewest } from './holdsGeneration';
import { storeMaterials } from './storeMaterials';

/** Nobody waits so long for a look, nor goes by one that is so old. */
const longestMs = 300_000;
const mostSwept = 1_000;

/** A look at a digest that somebody had the right to. */
export interface FinishedDigestLook {
  key: string;
  ticket: string;
  /** Absent where it threw. */
  collected?: Collected;
  generation: string;
  now: Date;
}

/**
 * Leaves what looks at digests brought for whoever comes to them by another name. Only what is complete is left: what
 * failed says nothing to others, who look themselves (S5.4).
 *
 * @remarks
 * Race: somebody may have taken a look over, because it took long or because a person asked for another one. The
 * ticket is another one then, and nothing is left. Nor is it under a generation that is not active any more (S6.3).
 *
 * @param options - `sweeps`: also removes what is over
 */
export async function finishDigestLooks(options: {
  knex: Knex;
  looks: FinishedDigestLook[];
  sweeps: boolean;
}): Promise<void> {
  const { knex, looks, sweeps } = options;
  await knex.transaction(async trx => {
    const newest = await holdNewest(trx);
    const left = looks.flatMap(look => {
      const { collected, generation } = look;
      const isLeft =
        collected !== undefined &&
        isComplete(collected.collection) &&
        (!newest || newest.content_hash === generation);
      return isLeft ? [{ ...look, collected }] : [];
    });
    const tickets = new Set(left.map(({ ticket }) => ticket));
    for (const { key, ticket } of looks)
      if (!tickets.has(ticket))
        await trx<DigestLookRow>('digest_looks')
          .where({ key, ticket })
          .delete();
    if (left.length > 0) await leave(trx, left);
    if (sweeps) await sweep(trx, looks[0].now);
  });
}

async function leave(
  trx: Knex.Transaction,
  looks: (FinishedDigestLook & { collected: Collected })[],
) {
  const [{ now }] = looks;
  const materials = looks.flatMap(({ collected }) => collected.materials);
  await storeMaterials({ trx, materials, now: now.toISOString() });
  await joinValues(
    trx,
    looks.map(({ key, ticket, collected }) => [
      ...[key, ticket, JSON.stringify(collected.collection)],
    ]),
    `UPDATE digest_looks SET collection = v.column3, held_until = NULL FROM v
      WHERE digest_looks.key = v.column1 AND digest_looks.ticket = v.column2
      RETURNING digest_looks.key`,
  );
}

/** What is over, so many at a time, so that the table holds the last minutes alone. */
async function sweep(trx: Knex.Transaction, now: Date): Promise<void> {
  const before = new Date(now.getTime() - longestMs).toISOString();
  const over = trx<DigestLookRow>('digest_looks')
    .where('began_at', '<', before)
    .limit(mostSwept)
    .select('key');
  if (isPostgres(trx)) over.forUpdate().skipLocked();
  await trx<DigestLookRow>('digest_looks').whereIn('key', over).delete();
}
