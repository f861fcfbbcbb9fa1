import type { Knex } from 'knex';
import type { CollectionRow } from '../rows';
import { latestInstant } from '../settleDates';
import type { CollectionRun } from './storeCollections';

/**
 * Keeps a look behind others that a clock dated after now. Those become older than this look, which was made after them.
 * Whoever's clock is behind does that to looks of the others, which then count as older than they are, and that makes
 * nothing more permissive.
 *
 * @remarks Race: see `storeCollections`, whose caller has locked the newest look.
 */
export async function storeAfterAhead(
  trx: Knex.Transaction,
  { now, ...run }: CollectionRun,
): Promise<void> {
  const { subject, repository, bundle_url, content_hash } = run;
  const place = { subject, repository, bundle_url };
  const looks = () => trx<CollectionRow>('collections').where(place);
  await dateBack(looks(), run.first_at, latestInstant(new Date(now)), trx);
  const newest = looks()
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select('id');
  const extended = await trx<CollectionRow>('collections')
    .where('id', newest)
    .where({ content_hash })
    .where('last_at', '<=', run.first_at)
    .update({ last_at: run.last_at });
  if (extended === 0) await trx('collections').insert(run);
}

/** Not to the same instant: of two looks of one instant none counts as the older one. */
async function dateBack(
  looks: Knex.QueryBuilder<CollectionRow>,
  at: string,
  latest: string,
  trx: Knex.Transaction,
) {
  const before = new Date(Date.parse(at) - 1).toISOString();
  await looks.where('last_at', '>', latest).update({
    last_at: before,
    first_at: trx.raw('CASE WHEN first_at > ? THEN ? ELSE first_at END', [
      before,
      before,
    ]),
  });
}
