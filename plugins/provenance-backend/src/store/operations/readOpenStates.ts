import type { Knex } from 'knex';
import { whereIn } from '../dialect';

/** What of a usage's state a locator decides. */
export interface OpenState {
  reference: string;
  bundleUrl?: string;
  /** As it is stored. */
  problem?: string;
  isKindAssumed: boolean;
}

/**
 * The states of everything that holds now on entities, by usage.
 *
 * @remarks Race: see {@link readClaims}.
 */
export async function readOpenStates(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<Map<string, OpenState>> {
  const { knex, entityRefs } = options;
  const rows = (await whereIn(
    knex('usages')
      .join('usage_states', 'usage_states.usage_id', 'usages.id')
      .whereNull('usage_states.valid_to')
      .select(
        'usages.id',
        'reference',
        'bundle_url',
        'problem',
        'kind_assumed',
      ),
    'usages.entity_ref',
    entityRefs,
  )) as unknown as {
    id: string;
    reference: string;
    bundle_url: string | null;
    problem: string | null;
    kind_assumed: number;
  }[];
  return new Map(
    rows.map(
      ({ id, reference, bundle_url: bundleUrl, problem, kind_assumed }) => [
        id,
        {
          reference,
          bundleUrl: bundleUrl ?? undefined,
          problem: problem ?? undefined,
          isKindAssumed: kind_assumed === 1,
        },
      ],
    ),
  );
}
