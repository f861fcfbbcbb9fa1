import type {
  ClaimStanding,
  Digest,
  Judgement,
  Usage,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { aboutKey } from '../aboutKey';
import { artifactOf } from '../artifactOf';
import type { DeclaredUsage } from '../records';
import type { FindingRow, UsageStateRow } from '../rows';
import { usageIdOf } from '../usageId';
import { GenerationMovedError, holdsGeneration } from './holdsGeneration';
import { closeFindings } from './openFinding';
import { removeCurrentUsage } from './removeCurrentUsage';
import { writeJudgement } from './writeJudgement';

export interface SyncEntityUsagesOptions {
  knex: Knex;
  entityRef: string;
  locator: string;
  standing: ClaimStanding;
  /** Everything that the locator says about the entity now; what it said before and not here ends. */
  declared: DeclaredUsage[];
  /** The verdict on a usage that nobody has looked at yet. */
  judgeUnseen(usage: Usage, declared: DeclaredUsage): Judgement;
  generation: string;
  now: string;
}

/**
 * Brings the usages of one entity to what a locator says, by difference: what did not change is not written.
 *
 * @remarks
 * Race: a look at the old reference may end after this. Each change replaces the ticket of the work row first, so that
 * the late result is discarded, and nobody writes the digest of the old reference into the new state. Work rows are
 * always locked before states and judgements; the other order would deadlock with a look that records. Usages are
 * taken in the order of their ids, because a request for looks at all of them locks the same rows.
 *
 * @throws GenerationMovedError where other replicas judge by something else now (S6.3); nothing is written then
 * @returns how many usages began, changed or ended
 */
export async function syncEntityUsages(
  options: SyncEntityUsagesOptions,
): Promise<number> {
  const { knex, declared } = options;
  const wanted = new Map(declared.map(one => [usageIdOf(one.identity), one]));
  return knex.transaction(async trx => {
    if (!(await holdsGeneration({ trx, generation: options.generation })))
      throw new GenerationMovedError();
    const open = await openClaims(trx, options);
    let changes = 0;
    for (const id of [...new Set([...wanted.keys(), ...open.keys()])].sort()) {
      const claim = open.get(id);
      const one = wanted.get(id);
      if (one && claim && sameState(claim, one)) continue;
      if (one) await begin(trx, id, one, options, claim !== undefined);
      else await end(trx, id, options);
      changes++;
    }
    return changes;
  });
}

type OpenState = Pick<UsageStateRow, 'reference' | 'bundle_url' | 'problem'>;

async function openClaims(
  trx: Knex.Transaction,
  { entityRef, locator }: SyncEntityUsagesOptions,
): Promise<Map<string, OpenState>> {
  const rows = await trx('usages')
    .join('usage_claims', 'usage_claims.usage_id', 'usages.id')
    .join('usage_states', 'usage_states.usage_id', 'usages.id')
    .where({ 'usages.entity_ref': entityRef, 'usage_claims.locator': locator })
    .whereNull('usage_claims.valid_to')
    .whereNull('usage_states.valid_to')
    .select(
      'usages.id as id',
      'usage_states.reference as reference',
      'usage_states.bundle_url as bundle_url',
      'usage_states.problem as problem',
    );
  return new Map(rows.map(row => [row.id, row]));
}

function sameState(state: OpenState, declared: DeclaredUsage): boolean {
  return (
    state.reference === declared.reference &&
    state.bundle_url === (declared.bundleUrl ?? null) &&
    state.problem === problemOf(declared)
  );
}

function problemOf({ problem }: DeclaredUsage): string | null {
  return problem ? JSON.stringify(problem) : null;
}

async function begin(
  trx: Knex.Transaction,
  id: string,
  declared: DeclaredUsage,
  options: SyncEntityUsagesOptions,
  claimed: boolean,
) {
  const { now, locator, standing } = options;
  const { identity } = declared;
  const artifact = artifactOf(declared.reference, declared.bundleUrl);
  await trx('usages')
    .insert({
      id,
      entity_ref: identity.entityRef,
      kind: identity.kind,
      repository: identity.repository ?? null,
      environment: identity.environment ?? null,
      cloud: identity.cloud ?? null,
      location: identity.location ?? null,
      created_at: now,
    })
    .onConflict('id')
    .ignore();
  await trx('work')
    .insert({
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
    })
    .onConflict('usage_id')
    .merge([
      'next_at',
      'leased_until',
      'ticket',
      'attempts',
      'look_at',
      'judge_at',
      'artifact_key',
      'host',
    ]);
  if (claimed) await closeClaim(trx, id, options);
  await trx('usage_claims').insert({
    usage_id: id,
    locator,
    standing,
    reference: declared.reference,
    first_seen_at: now,
    valid_to: null,
  });
  await openState(trx, id, declared, options);
}

async function openState(
  trx: Knex.Transaction,
  id: string,
  declared: DeclaredUsage,
  { now, generation, judgeUnseen }: SyncEntityUsagesOptions,
) {
  const digest = await lastDigest(trx, id, declared);
  await trx('usage_states')
    .where({ usage_id: id })
    .whereNull('valid_to')
    .update({ valid_to: now });
  const { problem } = declared;
  await trx('usage_states').insert({
    usage_id: id,
    reference: declared.reference,
    bundle_url: declared.bundleUrl ?? null,
    tag: declared.tag ?? null,
    digest: digest ?? null,
    problem: problemOf(declared),
    resolution: JSON.stringify(
      problem
        ? { status: 'failed', at: now, cause: problem }
        : { status: 'pending' },
    ),
    valid_from: now,
    valid_to: null,
  });
  // A move of the tag is about the old reference; the new one starts clean.
  const moves = await trx<FindingRow>('findings')
    .where({ usage_id: id, code: 'tag-moved' })
    .whereNot({ about: aboutKey(declared.reference) })
    .whereNull('closed_at');
  await closeFindings({ trx, rows: moves, now });
  const usage: Usage = {
    ...declared.identity,
    reference: declared.reference,
    tag: declared.tag,
    digest,
  };
  const judgement = judgeUnseen(usage, declared);
  await writeJudgement({ trx, usageId: id, judgement, generation, now });
}

/** Whoever takes a tag out of the annotation, moves it and puts it back would otherwise leave no trace of the move. */
async function lastDigest(
  trx: Knex.Transaction,
  id: string,
  declared: DeclaredUsage,
): Promise<Digest | undefined> {
  const last = await trx<UsageStateRow>('usage_states')
    .where({ usage_id: id, reference: declared.reference })
    .whereNotNull('digest')
    .orderBy('id', 'desc')
    .first();
  return last?.digest ?? undefined;
}

async function end(
  trx: Knex.Transaction,
  id: string,
  options: SyncEntityUsagesOptions,
) {
  await trx('work').where({ usage_id: id }).update({ ticket: randomUUID() });
  await closeClaim(trx, id, options);
  const other = await trx('usage_claims')
    .where({ usage_id: id })
    .whereNull('valid_to')
    .first();
  if (other) return;
  await trx('work').where({ usage_id: id }).delete();
  await trx('usage_states')
    .where({ usage_id: id })
    .whereNull('valid_to')
    .update({ valid_to: options.now });
  await removeCurrentUsage({ trx, usageId: id });
}

async function closeClaim(
  trx: Knex.Transaction,
  id: string,
  { locator, now }: SyncEntityUsagesOptions,
) {
  await trx('usage_claims')
    .where({ usage_id: id, locator })
    .whereNull('valid_to')
    .update({ valid_to: now });
}
