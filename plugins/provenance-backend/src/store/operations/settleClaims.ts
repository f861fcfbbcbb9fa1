import {
  placeClaims,
  type Judgement,
  type Placement,
  type Usage,
} from '@countersign/domain';
import type { Knex } from 'knex';
import type { ClaimedUsage, Said } from '../records';
import { beginUsages, type WantedUsage } from './beginUsages';
import { endUsages } from './endUsages';
import { GenerationMovedError, holdsGeneration } from './holdsGeneration';
import { lockEntities } from './lockEntities';
import { readClaims, type OpenClaim } from './readClaims';
import { readOpenStates, type OpenState } from './readOpenStates';
import { usageIdOf } from '../usageId';
import { writeClaims } from './writeClaims';
import { writeDisagreements } from './writeDisagreements';
import { writeKindsAssumed } from './writeKindsAssumed';

export interface SettleClaimsOptions {
  knex: Knex;
  entityRefs: string[];
  /**
   * What is said follows from what was said before, which nobody else changes meanwhile.
   *
   * @param before - the open claims about these entities, of all locators
   */
  say(
    trx: Knex.Transaction,
    before: Map<string, OpenClaim[]>,
  ): Said[] | Promise<Said[]>;
  /** The verdict on a usage that nobody has looked at yet. */
  judgeUnseen(usage: Usage, claimed: ClaimedUsage): Judgement;
  generation: string;
  now: string;
}

/**
 * Takes down what locators say about entities and brings the usages to what follows from all claims about them, by
 * difference: what did not change is not written.
 *
 * @remarks
 * Race: a look at the old reference may end after this. Each change replaces the ticket of the work row first, so that
 * the late result is discarded, and nobody writes the digest of the old reference into the new state. The generation is
 * locked first, then the entities, then work rows, then states and judgements, everywhere; usages are taken in the order
 * of their ids, because a request for looks at all of them locks the same rows. Two reports about one entity, or a report
 * and the end of a pass, would each write all claims of their locator as they read them, and the second would take back
 * what the first one said: both read after they have locked the entity.
 *
 * @throws GenerationMovedError where other replicas judge by something else now (S6.3); nothing is written then
 * @returns how many usages began, changed or ended
 */
export async function settleClaims(
  options: SettleClaimsOptions,
): Promise<number> {
  const { knex, entityRefs, say, generation } = options;
  return knex.transaction(async trx => {
    if (!(await holdsGeneration({ trx, generation })))
      throw new GenerationMovedError();
    await lockEntities({ trx, entityRefs });
    const before = await readClaims({ knex: trx, entityRefs });
    const said = await say(trx, before);
    return settle(trx, before, { ...options, said });
  });
}

async function settle(
  trx: Knex.Transaction,
  before: Map<string, OpenClaim[]>,
  options: SettleClaimsOptions & { said: Said[] },
): Promise<number> {
  const { entityRefs, said, judgeUnseen, generation, now } = options;
  const states = await readOpenStates({ knex: trx, entityRefs });
  const placements = entityRefs.map(entityRef =>
    placeClaims(claimsAfter(entityRef, before, said)),
  );
  const wanted = new Map(placements.flatMap(wantedOf));
  const changed = [...wanted.values()].filter(
    ({ id, claim }) => !sameState(states.get(id), claim),
  );
  const renamed = [...wanted.values()].filter(
    one => !changed.includes(one) && !sameKind(states.get(one.id), one),
  );
  const ended = [...states.keys()].filter(id => !wanted.has(id));
  await beginUsages({ trx, wanted: changed, judgeUnseen, generation, now });
  await writeKindsAssumed({ trx, wanted: renamed, now });
  await writeClaims({ trx, before, placements, now });
  await endUsages({ trx, ids: ended, now });
  const ids = [...new Set([...states.keys(), ...wanted.keys()])];
  await writeDisagreements({ trx, ids, placements, now });
  return changed.length + renamed.length + ended.length;
}

/** Who was not asked keeps what it said. */
function claimsAfter(
  entityRef: string,
  before: Map<string, OpenClaim[]>,
  said: Said[],
) {
  const now = said.filter(one => one.entityRef === entityRef);
  const kept = (before.get(entityRef) ?? []).filter(
    ({ claim }) => !now.some(({ locator }) => locator === claim.locator),
  );
  return [...kept.map(({ claim }) => claim), ...now.flatMap(one => one.claims)];
}

function wantedOf({ usages }: Placement): [string, WantedUsage][] {
  return usages.map(({ identity, member, isKindAssumed, claim }) => {
    const id = usageIdOf(identity, member);
    return [id, { id, member, isKindAssumed, claim }];
  });
}

function sameState(
  state: OpenState | undefined,
  { reference, bundleUrl, problem }: ClaimedUsage,
): boolean {
  return (
    state !== undefined &&
    state.reference === reference &&
    state.bundleUrl === bundleUrl &&
    state.problem === (problem && JSON.stringify(problem))
  );
}

function sameKind(
  state: OpenState | undefined,
  { isKindAssumed = false }: WantedUsage,
): boolean {
  return state?.isKindAssumed === isKindAssumed;
}
