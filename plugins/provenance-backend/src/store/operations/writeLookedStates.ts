import type { Knex } from 'knex';
import { joinValues } from '../joinValues';
import type { LookToRecord } from './recordLooks';

/**
 * Writes what references led to. A digest that changed under one reference is a new state: history tells when which one
 * ran.
 *
 * @remarks Race: runs within the transaction that holds the work rows of the usages.
 */
export async function writeLookedStates(
  trx: Knex.Transaction,
  looks: LookToRecord[],
): Promise<void> {
  const moved = looks.filter(hasMoved);
  const same = looks.filter(look => !moved.includes(look));
  if (same.length > 0)
    await joinValues(
      trx,
      same.map(({ result: { current, resolution, digest } }) => [
        ...[current.id, JSON.stringify(resolution), digest ?? null],
      ]),
      `UPDATE usage_states SET resolution = v.column2, digest = v.column3 FROM v
        WHERE usage_states.usage_id = v.column1 AND valid_to IS NULL
        RETURNING usage_states.usage_id`,
    );
  if (moved.length === 0) return;
  await joinValues(
    trx,
    moved.map(({ result: { current }, now }) => [current.id, now]),
    `UPDATE usage_states SET valid_to = v.column2 FROM v
      WHERE usage_states.usage_id = v.column1 AND valid_to IS NULL
      RETURNING usage_states.usage_id`,
  );
  await trx('usage_states').insert(moved.map(rowOf));
}

function hasMoved({ result: { current, digest } }: LookToRecord): boolean {
  const before = current.usage.digest;
  return before !== undefined && digest !== before;
}

function rowOf({ result, now }: LookToRecord) {
  const { current, digest, resolution } = result;
  const { usage, bundleUrl, problem } = current;
  return {
    usage_id: current.id,
    reference: usage.reference,
    bundle_url: bundleUrl ?? null,
    tag: usage.tag ?? null,
    digest: digest ?? null,
    kind_assumed: usage.isKindAssumed ? 1 : 0,
    problem: problem ? JSON.stringify(problem) : null,
    resolution: JSON.stringify(resolution),
    valid_from: now,
    valid_to: null,
  };
}
