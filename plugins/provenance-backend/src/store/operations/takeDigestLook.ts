import type { Collection } from '@countersign/domain';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { DigestLookRow } from '../rows';

/** Clocks of replicas may differ by so much; what lies further ahead is no look that anybody may go by. */
const aheadMs = 1_000;

/** Who looks at a digest: this process, somebody else at this moment, or somebody who has just ended. */
export type DigestLook =
  | { status: 'mine'; ticket: string }
  | { status: 'busy' }
  | { status: 'seen'; collection: Collection };

/**
 * Takes the right to look at a digest, unless somebody looks or has looked since a given instant.
 *
 * @remarks
 * Race: replicas come to one digest by several names at the same time. One statement decides which of them looks; the
 * right ends by itself where its replica dies.
 *
 * @param options - `key` stands for all that the answer depends on, also for who was shown which credential (S12.1);
 * `since` is when a look must have begun to count; absent: nobody else's will do
 */
export async function takeDigestLook(options: {
  knex: Knex;
  key: string;
  since?: Date;
  now: Date;
  holdMs: number;
}): Promise<DigestLook> {
  const { knex, key, now, holdMs } = options;
  const ticket = randomUUID();
  const mine: DigestLookRow = {
    ...{ key, ticket, collection: null },
    began_at: now.toISOString(),
    held_until: later(now, holdMs),
  };
  const taken = await knex<DigestLookRow>('digest_looks')
    .insert(mine)
    .onConflict('key')
    .merge()
    .where(saysNothing(options))
    .returning('ticket');
  if (taken.length > 0) return { status: 'mine', ticket };
  const row = await knex<DigestLookRow>('digest_looks').where({ key }).first();
  // What is gone by now ended without an answer; whoever asks again takes it.
  if (!row?.collection) return { status: 'busy' };
  return { status: 'seen', collection: JSON.parse(row.collection) };
}

/** What is there is too old, from a clock that is ahead, or of a replica that died. */
function saysNothing({
  since,
  now,
}: {
  since?: Date;
  now: Date;
}): Knex.QueryCallback {
  return old => {
    if (!since) return;
    old
      .where('digest_looks.began_at', '<', since.toISOString())
      .orWhere('digest_looks.began_at', '>', later(now, aheadMs))
      .orWhere(dead =>
        dead
          .whereNull('digest_looks.collection')
          .where('digest_looks.held_until', '<=', now.toISOString()),
      );
  };
}

function later(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}
