import type { Disagreement, Placement } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { usageIdOf } from '../usageId';
import { writeFindings, type StandingFinding } from './writeFindings';

const code = 'locators-disagree';

/**
 * Opens and closes the finding that a locator declares or reports something else than runs (S3.2).
 *
 * @remarks Race: runs in the transaction that has locked the entities, after the work rows.
 */
export async function writeDisagreements(options: {
  trx: Knex.Transaction;
  /** Every usage about which something may have changed. */
  ids: string[];
  placements: Placement[];
  now: string;
}): Promise<void> {
  const { trx, ids, placements, now } = options;
  const standing = new Map<string, StandingFinding[]>();
  for (const one of placements.flatMap(({ disagreements }) => disagreements)) {
    const { identity, member } = one.usage;
    const id = usageIdOf(identity, member);
    standing.set(id, [...(standing.get(id) ?? []), findingOf(one)]);
  }
  const open: { usage_id: string }[] = await whereIn(
    trx('findings').where({ code }).whereNull('closed_at'),
    'usage_id',
    ids,
  ).select('usage_id');
  const concerned = [...open.map(row => row.usage_id), ...standing.keys()];
  for (const usageId of [...new Set(concerned)].sort())
    await writeFindings({
      ...{ trx, usageId, now, codes: [code] },
      standing: standing.get(usageId) ?? [],
    });
}

function findingOf({ usage, claim }: Disagreement): StandingFinding {
  return {
    code,
    about: `${claim.locator} ${claim.reference}`,
    old: claim.reference,
    new: usage.claim.reference,
  };
}
