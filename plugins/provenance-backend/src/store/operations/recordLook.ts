import type {
  Collection,
  Digest,
  Evidence,
  FindingCode,
  Judgement,
  Resolution,
} from '@countersign/domain';
import type { Collected, Material } from '@countersign/verifier';
import type { Knex } from 'knex';
import type { Artifact } from '../artifactOf';
import { batchesOf } from '../batchesOf';
import type { CurrentUsage } from '../records';
import type { WorkRow } from '../rows';
import type { WorkClaim } from './claimDueWork';
import { finishWork, type WorkSchedule } from './finishWork';
import { holdsGeneration } from './holdsGeneration';
import { rememberSigned, type Signed } from './rememberSigned';
import { storeCollection } from './storeCollection';
import { storeEvidence } from './storeEvidence';
import { storeMaterials } from './storeMaterials';
import { writeFindings, type StandingFinding } from './writeFindings';
import { writeJudgement } from './writeJudgement';

/** Everything that one look brought, to be written at once or not at all. */
export interface LookResult {
  current: CurrentUsage;
  digest?: Digest;
  resolution: Resolution;
  collection?: Collection;
  materials: Material[];
  /** The looks at what the digest lists, where it is an index. */
  below: Collected[];
  evidence: Evidence[];
  judgement: Judgement;
  findings: StandingFinding[];
  /** Codes of findings that this look decided in full. */
  decidedFindings: FindingCode[];
  /** For the findings of later looks. */
  signed?: Signed;
}

/**
 * Writes what a look found, the verdict that follows, and when to come back, in one transaction.
 *
 * @remarks
 * Race: the lease may have run out and another replica may have looked since, or the entity may name another reference
 * by now. Either replaced the ticket; the result is then discarded as a whole, so that an old look never overwrites a
 * newer one. So is one that was judged under a generation that is not the active one any more (S6.3). The generation is
 * locked first and then the work row, as everybody does.
 *
 * @returns false where the result came too late
 */
export async function recordLook(options: {
  knex: Knex;
  claim: WorkClaim;
  result: LookResult;
  generation: string;
  /** When somebody has to come back; absent: whoever holds the claim says so itself. */
  next?: { schedule: WorkSchedule; artifact: Artifact };
  now: string;
}): Promise<boolean> {
  const { knex, claim, result, generation, next, now } = options;
  return knex.transaction(async trx => {
    if (!(await holdsGeneration({ trx, generation }))) return false;
    const held = next
      ? finishWork({ knex: trx, claim, ...next })
      : holdsTicket(trx, claim);
    if (!(await held)) return false;
    const { current, judgement } = result;
    await storeLooks(trx, result, now);
    await updateState(trx, result, now);
    await rememberAccepted(trx, result, now);
    if (result.signed)
      await rememberSigned({
        ...{ trx, usageId: current.id, digest: result.digest, now },
        signed: result.signed,
      });
    await writeFindings({
      trx,
      usageId: current.id,
      codes: result.decidedFindings,
      standing: result.findings,
      now,
    });
    await writeJudgement({
      trx,
      usageId: current.id,
      judgement,
      generation,
      now,
      lastCheckedAt: now,
    });
    return true;
  });
}

async function storeLooks(
  trx: Knex.Transaction,
  { current, collection, materials, below, evidence }: LookResult,
  now: string,
) {
  const found = [materials, ...below.map(look => look.materials)].flat();
  await storeMaterials({ trx, materials: found, now });
  await storeEvidence({ trx, evidence, now });
  const collections = below.map(look => look.collection);
  for (const one of collection ? [collection, ...collections] : collections)
    await storeCollection({
      trx,
      collection: one,
      bundleUrl: current.bundleUrl,
    });
}

async function holdsTicket(trx: Knex.Transaction, claim: WorkClaim) {
  const row = await trx<WorkRow>('work')
    .where({ usage_id: claim.usageId, ticket: claim.ticket })
    .forUpdate()
    .first();
  return row !== undefined;
}

/** A digest that changed under one reference is a new state: history tells when which one ran. */
async function updateState(
  trx: Knex.Transaction,
  result: LookResult,
  now: string,
) {
  const { current, digest } = result;
  const resolution = JSON.stringify(result.resolution);
  const open = () =>
    trx('usage_states').where({ usage_id: current.id }).whereNull('valid_to');
  if (digest === current.usage.digest || current.usage.digest === undefined) {
    await open().update({ resolution, digest: digest ?? null });
    return;
  }
  await open().update({ valid_to: now });
  await trx('usage_states').insert({
    usage_id: current.id,
    reference: current.usage.reference,
    bundle_url: current.bundleUrl ?? null,
    tag: current.usage.tag ?? null,
    digest: digest ?? null,
    problem: current.problem ? JSON.stringify(current.problem) : null,
    resolution,
    valid_from: now,
    valid_to: null,
  });
}

async function rememberAccepted(
  trx: Knex.Transaction,
  { current, digest, judgement }: LookResult,
  now: string,
) {
  if (!digest) return;
  const accepted = new Set(
    judgement.rules.flatMap(rule =>
      rule.materials.filter(m => m.accepted).map(m => m.material),
    ),
  );
  const rows = [...accepted].sort().map(material => ({
    usage_id: current.id,
    subject: digest,
    material,
    accepted_at: now,
  }));
  for (const batch of batchesOf(rows))
    await trx('accepted_materials')
      .insert(batch)
      .onConflict(['usage_id', 'subject', 'material'])
      .ignore();
}
