import type { Collection, Judgement, Resolution } from '@countersign/domain';
import type { Knex } from 'knex';
import type { Artifact } from '../artifactOf';
import { collectionHash } from '../collectionHash';
import { isPostgres } from '../dialect';
import { joinValues, type Value } from '../joinValues';
import type { SettledJudgement } from '../settled';
import type { WorkClaim } from './claimDueWork';
import { nextAtOf, type WorkSchedule } from './finishWork';
import { holdNewest } from './holdsGeneration';
import { writeSchedules } from './writeSchedules';

/** A look that found what the look before found. */
export interface RenewedLook {
  claim: WorkClaim;
  /** As it was read before the look. */
  settled: Pick<SettledJudgement, 'revision' | 'under' | 'generation'>;
  bundleUrl?: string;
  resolution: Resolution;
  /** Of the digest first, then of what it lists. */
  collections: readonly [Collection, ...Collection[]];
  /** The same but for its times. */
  judgement: Judgement;
  schedule: WorkSchedule;
  artifact: Artifact;
  /** ISO 8601, UTC. */
  now: string;
}

/** The same was found, to the end, and nobody has found anything since. */
const newestSame = `collections.subject = v.column1 AND collections.repository = v.column2
  AND collections.bundle_url = v.column3 AND collections.content_hash = v.column4
  AND collections.complete = 1 AND collections.last_at <= v.column5
  AND NOT EXISTS (
    SELECT 1 FROM collections AS other WHERE other.subject = v.column1
      AND other.repository = v.column2 AND other.bundle_url = v.column3
      AND other.last_at >= collections.last_at AND other.id <> collections.id)`;

/** Whoever changes one of these rows holds its work row, or what is checked here before. */
class LostRowError extends Error {
  readonly name = 'LostRowError';
}

/**
 * Writes the times alone of looks that found nothing new, many in one transaction.
 *
 * @remarks
 * Race: each look counts only while all that it rests on is as it was read: its ticket, when it was due (somebody may
 * have asked for another look meanwhile), the revision of the verdict, the generation by its number, and the newest look
 * at each digest. What does not hold is left out, and its look is recorded in full.
 *
 * Locks: the generation first, then the work rows with their verdicts in the order of their ids, as everybody who locks
 * several. Looks that others hold are left out and not waited for: who records in full locks them in an order of its own.
 *
 * @returns the usages that were written
 */
export async function renewLooks(options: {
  knex: Knex;
  looks: RenewedLook[];
}): Promise<Set<string>> {
  const { knex, looks } = options;
  return knex.transaction(async trx => {
    const newest = await holdNewest(trx);
    const current = looks.filter(
      ({ settled: { under, generation } }) =>
        under === (newest?.number ?? 0) &&
        (newest === undefined || newest.content_hash === generation),
    );
    const held = await lockHeld(trx, current);
    const renewed = await renewCollections(trx, held);
    if (renewed.length > 0) await writeTimes(trx, renewed);
    return new Set(renewed.map(({ claim }) => claim.usageId));
  });
}

/** Those of which nobody has changed anything, locked. */
async function lockHeld(
  trx: Knex.Transaction,
  looks: RenewedLook[],
): Promise<RenewedLook[]> {
  if (looks.length === 0) return [];
  const rows: { usage_id: string }[] = await joinValues(
    trx,
    looks.map(({ claim, settled }) => [
      ...[claim.usageId, claim.ticket, claim.dueAt, claim.asked ? 1 : 0],
      ...[settled.revision, settled.generation],
    ]),
    `SELECT work.usage_id FROM v
      JOIN work ON work.usage_id = v.column1 AND work.ticket = v.column2
        AND work.next_at = v.column3 AND work.priority = v.column4
      JOIN judgements ON judgements.usage_id = v.column1
        AND judgements.revision = v.column5 AND judgements.settled_revision = v.column5
        AND judgements.generation = v.column6
      ORDER BY work.usage_id${
        isPostgres(trx) ? ' FOR UPDATE OF work, judgements' : ''
      }`,
  );
  const ids = new Set(rows.map(row => row.usage_id));
  return looks.filter(({ claim }) => ids.has(claim.usageId));
}

/**
 * Moves on the newest looks at the digests; usages may share them.
 *
 * @returns those of which all looks could be moved on
 */
async function renewCollections(
  trx: Knex.Transaction,
  looks: RenewedLook[],
): Promise<RenewedLook[]> {
  const wanted = new Map<string, string[]>();
  const namesOf = new Map<RenewedLook, string[]>();
  for (const look of looks) {
    const rows = look.collections.map(one => ({ row: keyOf(one, look), one }));
    namesOf.set(
      look,
      rows.map(({ row }) => JSON.stringify(row)),
    );
    for (const { row, one } of rows) {
      const [, , , , known = ''] = wanted.get(JSON.stringify(row)) ?? [];
      if (known < one.at) wanted.set(JSON.stringify(row), [...row, one.at]);
    }
  }
  if (wanted.size === 0) return [];
  const rows: Record<string, string>[] = await joinValues(
    trx,
    [...wanted.values()],
    `UPDATE collections SET last_at = v.column5 FROM v WHERE ${newestSame} AND id IN (
        SELECT collections.id FROM collections JOIN v ON ${newestSame}${
      isPostgres(trx) ? ' FOR UPDATE OF collections SKIP LOCKED' : ''
    })
      RETURNING subject, repository, bundle_url, content_hash`,
  );
  const moved = new Set(rows.map(row => JSON.stringify(Object.values(row))));
  return looks.filter(look =>
    namesOf.get(look)?.every(name => moved.has(name)),
  );
}

function keyOf(one: Collection, { bundleUrl = '' }: RenewedLook): string[] {
  return [one.subject, one.repository, bundleUrl, collectionHash(one)];
}

async function writeTimes(trx: Knex.Transaction, looks: RenewedLook[]) {
  const count = await writeSchedules(
    trx,
    looks.map(({ claim, schedule, artifact }) => ({
      ...{ usage_id: claim.usageId, priority: 0, attempts: schedule.attempts },
      ...{ next_at: nextAtOf(schedule), look_at: schedule.lookAt },
      judge_at: schedule.judgeAt ?? null,
      ...{ artifact_key: artifact.key, host: artifact.host ?? null },
    })),
  );
  ensureAll(count, looks);
  await written(
    trx,
    looks.map(({ claim, resolution }) => [
      claim.usageId,
      JSON.stringify(resolution),
    ]),
    `UPDATE usage_states SET resolution = v.column2 FROM v
      WHERE usage_states.usage_id = v.column1 AND valid_to IS NULL`,
  );
  await written(
    trx,
    looks.map(({ claim, judgement, now }) => [
      ...[claim.usageId, JSON.stringify(judgement), now],
    ]),
    `UPDATE judgements SET content = v.column2, judged_at = v.column3, last_checked_at = v.column3,
      revision = revision + 1, settled_revision = revision + 1
      FROM v WHERE judgements.usage_id = v.column1`,
  );
  await written(
    trx,
    looks.map(({ claim, judgement, now }) => [
      ...[claim.usageId, now, judgement.freshness.status],
      judgement.reconsiderAt ?? null,
    ]),
    `UPDATE current_usages SET last_checked_at = v.column2, freshness = v.column3,
      reconsider_at = v.column4 FROM v WHERE current_usages.usage_id = v.column1`,
  );
}

async function written(trx: Knex.Transaction, rows: Value[][], sql: string) {
  const ids = await joinValues(trx, rows, `${sql} RETURNING usage_id`);
  ensureAll(ids.length, rows);
}

/** @throws where a row is missing: nothing of the batch is written then */
function ensureAll(count: number, rows: readonly unknown[]) {
  if (count !== rows.length)
    throw new LostRowError(`${rows.length - count} rows are missing`);
}
