import type { Knex } from 'knex';
import { claimHash } from '../claimHash';
import type { Report } from '../reports';
import { usageIdOf } from '../usageId';
import { contentOf } from './writeClaims';
import { writeIdentities } from './writeIdentities';

/**
 * Keeps words that leave nothing standing, as claims that have ended: a report that is older and arrives later is
 * compared with them.
 *
 * @remarks Race: runs in the transaction that has locked the entity.
 */
export async function writeEndedReports(options: {
  trx: Knex.Transaction;
  /** `replaces`: the row of a removal before, so that saying it every minute fills nothing. */
  ended: (Report & { replaces?: number })[];
  now: string;
}): Promise<void> {
  const { trx, ended, now } = options;
  await writeIdentities({
    trx,
    usages: ended.map(({ claim: { identity } }) => ({
      ...{ id: usageIdOf(identity), identity },
    })),
    now,
  });
  for (const { replaces, ...report } of ended) {
    const row = rowOf(report);
    if (replaces === undefined)
      await trx('usage_claims').insert({
        ...{ ...row, first_seen_at: now, valid_to: now },
      });
    else await trx('usage_claims').where({ id: replaces }).update(row);
  }
}

function rowOf({ claim, removed }: Report) {
  return {
    usage_id: usageIdOf(claim.identity),
    entity_ref: claim.identity.entityRef,
    locator: claim.locator,
    standing: claim.standing,
    reference: claim.reference,
    content_hash: claimHash(claim),
    content: JSON.stringify({ ...JSON.parse(contentOf(claim)), removed }),
    outranked: 0,
    missing_since: null,
    expires_at: claim.expiresAt ?? null,
  };
}
