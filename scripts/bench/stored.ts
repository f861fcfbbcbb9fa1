import type { Knex } from 'knex';
import { usageIdOf } from '../../plugins/provenance-backend/src/store';
import { inputOf, now, settings } from './judged';

const batch = 1_000;
const tables = [
  ...(['usages', 'usage_states', 'work'] as const),
  ...(['collections', 'evidence'] as const),
];

/** What a look at each usage leaves, but for its verdict. */
export async function seedLooks(knex: Knex, usages: number): Promise<void> {
  for (let from = 0; from < usages; from += batch) {
    const numbers = Array.from(
      { length: Math.min(batch, usages - from) },
      (_, i) => from + i,
    );
    const rows = numbers.map(rowsOf);
    for (const table of tables)
      await knex.batchInsert(
        table,
        rows.flatMap<object>(row => row[table]),
        200,
      );
  }
  await knex.raw('ANALYZE');
}

function rowsOf(number: number) {
  const { usage, resolution, collections, evidence } = inputOf(number);
  const { entityRef, kind, repository, environment, ...state } = usage;
  const identity = { entityRef, kind, repository, environment };
  const id = usageIdOf(identity);
  const [{ at, ...collection }] = collections;
  const later = new Date(now.getTime() + settings.intervalMs).toISOString();
  const seen = { ...{ kind, repository, environment }, created_at: at };
  return {
    usages: { ...seen, id, entity_ref: entityRef },
    usage_states: {
      ...{ usage_id: id, ...state, valid_from: at },
      resolution: JSON.stringify(resolution),
    },
    work: {
      ...{ usage_id: id, next_at: later, look_at: later, priority: 0 },
      ...{ ticket: id.slice(0, 36), attempts: 0, artifact_key: id },
    },
    collections: {
      ...{ subject: usage.digest, repository, bundle_url: '', complete: 1 },
      content_hash: String(number),
      content: JSON.stringify(collection),
      ...{ first_at: at, last_at: at },
    },
    evidence: evidence.map(one => ({
      subject: one.subject,
      material: one.material,
      authority_digest: one.authorityDigest,
      verifier_revision: one.verifierRevision,
      ...{ status: 'proven', content: JSON.stringify(one), verified_at: at },
    })),
  };
}
