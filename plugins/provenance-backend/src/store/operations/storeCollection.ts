import { isComplete, type Collection } from '@countersign/domain';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { CollectionRow } from '../rows';

/**
 * Keeps one look at a digest. A look that found what the one before it found extends that row.
 *
 * @remarks
 * Race: two usages of one digest may be looked at at once, and both may extend or both insert. Either is true: each
 * look did happen, and readers take the newest.
 */
export async function storeCollection(options: {
  trx: Knex.Transaction;
  collection: Collection;
  bundleUrl?: string;
}): Promise<void> {
  const { trx, collection } = options;
  const { at, ...content } = collection;
  const hash = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex');
  const key = {
    subject: collection.subject,
    repository: collection.repository,
    bundle_url: options.bundleUrl ?? '',
  };
  const newest = trx<CollectionRow>('collections')
    .where(key)
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select('id');
  const extended = await trx<CollectionRow>('collections')
    .where('id', newest)
    .where({ content_hash: hash })
    .where('last_at', '<=', at)
    .update({ last_at: at });
  if (extended > 0) return;
  await trx('collections').insert({
    ...key,
    complete: isComplete(collection) ? 1 : 0,
    content_hash: hash,
    content: JSON.stringify(content),
    first_at: at,
    last_at: at,
  });
}
