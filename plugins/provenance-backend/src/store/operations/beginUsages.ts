import type { Digest, Judgement, Usage } from '@countersign/domain';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { aboutKey } from '../aboutKey';
import { artifactOf } from '../artifactOf';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';
import type { ClaimedUsage, KeptClaim } from '../records';
import type { FindingRow, UsageStateRow } from '../rows';
import { closeFindings } from './openFinding';
import { writeFirstJudgements } from './writeFirstJudgements';
import { writeIdentities } from './writeIdentities';

/** A usage as it follows from claims. */
export interface WantedUsage {
  id: string;
  member?: string;
  isKindAssumed?: boolean;
  claim: KeptClaim;
}

/**
 * Gives usages a new state, and begins those that are new: due at once, with the verdict that nobody has looked yet.
 * Takes a few statements for a batch of usages, because a portal's first pass brings a hundred thousand.
 *
 * @remarks
 * Race: a look at the old state may be under way. The work row gets another ticket before anything else is written, so
 * that its result is discarded.
 */
export async function beginUsages(options: {
  trx: Knex.Transaction;
  wanted: WantedUsage[];
  judgeUnseen(usage: Usage, claimed: ClaimedUsage): Judgement;
  generation: string;
  now: string;
}): Promise<void> {
  const sorted = [...options.wanted].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const wanted of batchesOf(sorted)) await begin({ ...options, wanted });
}

async function begin(options: Parameters<typeof beginUsages>[0]) {
  const { trx, wanted, judgeUnseen, generation, now } = options;
  const fresh = await writeIdentities({
    trx,
    usages: wanted.map(({ id, member, claim }) => ({
      ...{ id, member },
      identity: claim.identity,
    })),
    now,
  });
  await makeDue(trx, wanted, now);
  const known = wanted.filter(({ id }) => !fresh.has(id));
  const digests = await endStates(trx, known, now);
  await openStates(trx, wanted, digests, now);
  const judgements = wanted.map(({ id, isKindAssumed, claim }) => {
    const { identity, reference, tag } = claim;
    const usage: Usage = {
      ...identity,
      ...(isKindAssumed && { isKindAssumed }),
      ...{ reference, tag, digest: digests.get(id) },
    };
    return { usageId: id, judgement: judgeUnseen(usage, claim) };
  });
  await writeFirstJudgements({ trx, judgements, generation, now });
}

async function makeDue(
  trx: Knex.Transaction,
  wanted: WantedUsage[],
  now: string,
) {
  const rows = wanted.map(({ id, claim }) => {
    const artifact = artifactOf(claim.reference, claim.bundleUrl);
    return {
      usage_id: id,
      next_at: now,
      priority: 0,
      leased_until: null,
      ticket: randomUUID(),
      attempts: 0,
      look_at: now,
      judge_at: null,
      artifact_key: artifact.key,
      host: artifact.host ?? null,
    };
  });
  await trx('work')
    .insert(rows)
    .onConflict('usage_id')
    .merge([
      ...['next_at', 'leased_until', 'ticket', 'attempts'],
      ...['look_at', 'judge_at', 'artifact_key', 'host'],
    ]);
}

/** @returns the digests that usages had when their reference was this one the last time */
async function endStates(
  trx: Knex.Transaction,
  known: WantedUsage[],
  now: string,
): Promise<Map<string, Digest>> {
  if (known.length === 0) return new Map();
  const ids = known.map(({ id }) => id);
  const digests = await lastDigests(trx, known);
  await whereIn(trx('usage_states'), 'usage_id', ids)
    .whereNull('valid_to')
    .update({ valid_to: now });
  await closeMoves(trx, known, now);
  return digests;
}

async function openStates(
  trx: Knex.Transaction,
  wanted: WantedUsage[],
  digests: Map<string, Digest>,
  now: string,
) {
  await trx('usage_states').insert(
    wanted.map(({ id, isKindAssumed, claim }) => ({
      usage_id: id,
      reference: claim.reference,
      bundle_url: claim.bundleUrl ?? null,
      tag: claim.tag ?? null,
      digest: digests.get(id) ?? null,
      kind_assumed: isKindAssumed ? 1 : 0,
      problem: claim.problem ? JSON.stringify(claim.problem) : null,
      resolution: JSON.stringify(
        claim.problem
          ? { status: 'failed', at: now, cause: claim.problem }
          : { status: 'pending' },
      ),
      valid_from: now,
      valid_to: null,
    })),
  );
}

/** Whoever takes a tag out of the annotation, moves it and puts it back would otherwise leave no trace of the move. */
async function lastDigests(
  trx: Knex.Transaction,
  wanted: WantedUsage[],
): Promise<Map<string, Digest>> {
  const newest = whereIn(
    trx('usage_states').whereNotNull('digest'),
    'usage_id',
    wanted.map(({ id }) => id),
  )
    .groupBy('usage_id', 'reference')
    .max('id');
  const rows: UsageStateRow[] = await trx<UsageStateRow>('usage_states')
    .whereIn('id', newest as never)
    .select();
  const referenceOf = new Map(
    wanted.map(({ id, claim }) => [id, claim.reference]),
  );
  return new Map(
    rows.flatMap(({ usage_id: id, reference, digest }) =>
      digest !== null && referenceOf.get(id) === reference
        ? [[id, digest]]
        : [],
    ),
  );
}

/** A move of the tag is about the old reference; the new one starts clean. */
async function closeMoves(
  trx: Knex.Transaction,
  wanted: WantedUsage[],
  now: string,
) {
  const ids = wanted.map(({ id }) => id);
  const moves: FindingRow[] = await whereIn(
    trx('findings').where({ code: 'tag-moved' }).whereNull('closed_at'),
    'usage_id',
    ids,
  );
  const about = new Map(
    wanted.map(({ id, claim }) => [id, aboutKey(claim.reference)]),
  );
  const rows = moves.filter(row => about.get(row.usage_id ?? '') !== row.about);
  await closeFindings({ trx, rows, now });
}
