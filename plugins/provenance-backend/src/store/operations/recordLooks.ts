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
import type { CurrentUsage } from '../records';
import type { Settled } from '../settled';
import { finishWorks, type FinishedWork } from './finishWorks';
import { holdNewest } from './holdsGeneration';
import { rememberAccepted } from './rememberAccepted';
import { rememberSigned, type Signed } from './rememberSigned';
import { storeCollections } from './storeCollections';
import { storeEvidence } from './storeEvidence';
import { storeMaterials } from './storeMaterials';
import { writeFindings, type StandingFinding } from './writeFindings';
import { writeJudgements } from './writeJudgements';
import { writeLookedStates } from './writeLookedStates';

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
  /** Where it left nothing open. */
  settled?: Settled;
}

/** A look that is to be recorded, and when somebody has to come back. */
export interface LookToRecord extends FinishedWork {
  result: LookResult;
  /** By which was judged. */
  generation: string;
  /** ISO 8601, UTC. */
  now: string;
}

/**
 * Writes what looks found, the verdicts that follow, and when to come back, in one transaction. However many they are,
 * it takes as many statements as one, but for findings.
 *
 * @remarks
 * Race: a lease may have run out and another replica may have looked since, or the entity may name another reference
 * by now. Either replaced the ticket; the result is then discarded as a whole, so that an old look never overwrites a
 * newer one. So is one that was judged under a generation that is not the active one any more (S6.3).
 *
 * Locks: the generation first, then the work rows in the order of their ids, then materials, evidence and looks each in
 * an order of their own, as everybody does. What else is written belongs to whoever holds the work row.
 *
 * @returns the usages that were written; not those whose result came too late
 */
export async function recordLooks(options: {
  knex: Knex;
  looks: LookToRecord[];
}): Promise<Set<string>> {
  const { knex, looks } = options;
  return knex.transaction(async trx => {
    const newest = await holdNewest(trx);
    const current = looks.filter(
      ({ generation }) => !newest || newest.content_hash === generation,
    );
    const held = await finishWorks(trx, current);
    if (held.length > 0) await write(trx, held);
    return new Set(held.map(({ claim }) => claim.usageId));
  });
}

async function write(trx: Knex.Transaction, looks: LookToRecord[]) {
  await storeFound(trx, looks);
  await writeLookedStates(trx, looks);
  await rememberAccepted(trx, looks);
  await rememberSigned(trx, looks);
  for (const { result, now } of looks)
    await writeFindings({
      ...{ trx, usageId: result.current.id, now },
      codes: result.decidedFindings,
      standing: result.findings,
    });
  await writeJudgements({
    trx,
    judgements: looks.map(({ result, generation, now }) => ({
      usageId: result.current.id,
      judgement: result.judgement,
      settled: result.settled,
      ...{ generation, now, lastCheckedAt: now },
    })),
  });
}

async function storeFound(trx: Knex.Transaction, looks: LookToRecord[]) {
  const now = looks.map(look => look.now).sort()[0];
  const collected = looks.flatMap(({ result, now: at }) => {
    const { collection, materials, below, current } = result;
    const all = collection ? [{ collection, materials }, ...below] : below;
    return all.map(one => ({ ...one, bundleUrl: current.bundleUrl, now: at }));
  });
  const materials = collected.flatMap(one => one.materials);
  const evidence = looks.flatMap(({ result }) => result.evidence);
  await storeMaterials({ trx, materials, now });
  await storeEvidence({ trx, evidence, now });
  await storeCollections({ trx, looks: collected });
}
