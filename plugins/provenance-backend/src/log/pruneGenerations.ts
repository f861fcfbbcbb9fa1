import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect';
import type { GenerationContent, GenerationRow } from '../store/generation';

const batchSize = 500;

/**
 * Removes generations that were over before an instant, up to one batch, and the content of authorities that nothing
 * kept refers to any more: no generation, and no evidence (S10.3). The generation that was in force at the instant stays,
 * because verdicts of later were judged by it; so the active one always does.
 *
 * @remarks
 * Race: a replica proposes a generation again whose authorities are stored already, and they are removed before it ends.
 * Proposals wait for this and this for them; those who only work under a generation do not. Evidence is only ever
 * written under an authority of the active generation.
 *
 * @throws where the lock could not be had, or a generation cannot be read: nothing is removed then
 */
export async function pruneGenerations(options: {
  knex: Knex;
  since: string;
}): Promise<{ generations: number; authorities: number }> {
  const { knex, since } = options;
  return knex.transaction(async trx => {
    if (isPostgres(trx)) {
      await trx.raw(`SET LOCAL lock_timeout = '5s'`);
      await trx.raw('LOCK TABLE generations IN SHARE ROW EXCLUSIVE MODE');
    }
    const generations = await removeGenerations(trx, since);
    const authorities = await removeAuthorities(trx, since);
    return { generations, authorities };
  });
}

async function removeGenerations(trx: Knex.Transaction, since: string) {
  const begun = () =>
    trx<GenerationRow>('generations').where('proposed_at', '<', since);
  const inForce = await begun().orderBy('number', 'desc').first('number');
  if (!inForce) return 0;
  const over = await begun()
    .where('number', '<', inForce.number)
    .orderBy('number')
    .limit(batchSize)
    .pluck('number');
  return trx('generations').whereIn('number', over).delete();
}

async function removeAuthorities(trx: Knex.Transaction, since: string) {
  const named = await namedByGenerations(trx);
  const unproven: Digest[] = await trx('authority_versions')
    .where('first_seen_at', '<', since)
    .whereNotExists(
      trx('evidence').whereRaw(
        'evidence.authority_digest = authority_versions.digest',
      ),
    )
    .pluck('digest');
  const unused = unproven.filter(digest => !named.has(digest));
  return trx('authority_versions')
    .whereIn('digest', unused.slice(0, batchSize))
    .delete();
}

async function namedByGenerations(trx: Knex.Transaction): Promise<Set<Digest>> {
  const contents: string[] = await trx('generations').pluck('content');
  return new Set(
    contents
      .flatMap(text => (JSON.parse(text) as GenerationContent).authorities)
      .flatMap(({ digest }) => digest ?? []),
  );
}
