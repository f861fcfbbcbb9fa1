import type { Authority } from '@countersign/verifier';
import type { Knex } from 'knex';

/**
 * Keeps what authorities hold, each content once: evidence names it by digest, and a past verdict can be judged again
 * only where it can still be had (S1.4).
 *
 * @remarks
 * Race: replicas bring the same content. The digest is its key and covers it, so the first one stays. All write in the
 * order of the digests, so that nobody waits for each other.
 */
export async function storeAuthorityVersions(options: {
  trx: Knex.Transaction;
  authorities: Authority[];
  now: string;
}): Promise<void> {
  const { trx, authorities, now } = options;
  const ordered = [...authorities].sort((a, b) =>
    a.digest < b.digest ? -1 : 1,
  );
  for (const { digest, name, kind, content } of ordered)
    await trx('authority_versions')
      .insert({
        digest,
        name,
        kind,
        content: JSON.stringify(content),
        first_seen_at: now,
      })
      .onConflict('digest')
      .ignore();
}
