import type { Knex } from 'knex';
import { usageIdOf } from '../../plugins/provenance-backend/src/store';
import { replayRegistry } from '../../plugins/provenance-backend/src/acceptance/replay';
import type { JudgeContext } from '../../plugins/provenance-backend/src/engine';
import { report, skip } from './figures';
import { authority, inputOf, now, registry, settings } from './judged';
import { withOwnDatabase } from './ownDatabase';

const quick = process.argv.includes('--quick');
const given = process.argv.indexOf('--usages');
const usages = given > 0 ? Number(process.argv[given + 1]) : quickOr(100_000);
const targetSeconds = 10;
const batch = 1_000;
const MiB = 1024 * 1024;

function quickOr(all: number): number {
  return quick ? all / 50 : all;
}

/** What a look at each usage leaves, of `batch` usages at a time. */
async function seed(knex: Knex): Promise<void> {
  for (let from = 0; from < usages; from += batch) {
    const numbers = Array.from(
      { length: Math.min(batch, usages - from) },
      (_, i) => from + i,
    );
    const rows = numbers.map(rowsOf);
    await knex.batchInsert(
      'usages',
      rows.map(row => row.usages),
      200,
    );
    await knex.batchInsert(
      'usage_states',
      rows.map(row => row.usage_states),
      200,
    );
    await knex.batchInsert(
      'collections',
      rows.map(row => row.collections),
      200,
    );
    await knex.batchInsert(
      'evidence',
      rows.flatMap(row => row.evidence),
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
  const seen = { ...{ kind, repository, environment }, created_at: at };
  return {
    usages: { ...seen, id, entity_ref: entityRef },
    usage_states: {
      ...{ usage_id: id, ...state, valid_from: at },
      resolution: JSON.stringify(resolution),
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

/** Every rule of a team observes from now on, and the one about everything lets in whoever signs with its workflow. */
function changed() {
  const [all, ...others] = registry.rules;
  const signers = all.signers.map(one => ({
    ...one,
    subject:
      'https://github.com/*/*/.github/workflows/release.yml@refs/tags/v*',
  }));
  return {
    version: 2,
    rules: [
      { ...all, signers },
      ...others.map(rule => ({ ...rule, mode: 'observe' as const })),
    ],
  };
}

async function measure(knex: Knex) {
  await seed(knex);
  const judging: JudgeContext = {
    registry,
    authorities: { loaded: [], states: [authority] },
    settings,
  };
  let peak = 0;
  const before = process.memoryUsage().heapUsed;
  const begin = performance.now();
  const result = await replayRegistry({
    ...{ knex, judging, after: changed(), clock: { now: () => now } },
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    },
  });
  const seconds = (performance.now() - begin) / 1_000;
  const { counts, groups } = result;
  if (counts.usages !== usages || counts.morePermissive !== usages / 10)
    throw new Error(
      `not what was seeded: ${JSON.stringify({ counts, groups })}`,
    );
  return { seconds, peak };
}

async function main() {
  const name = `replay of ${usages} usages, ${registry.rules.length} rules and 3 evidences each`;
  const address =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!address) {
    skip(name, 'no PostgreSQL is named');
    return;
  }
  const { seconds, peak } = await withOwnDatabase(address, measure);
  const target = (targetSeconds * usages) / 100_000;
  report({
    name,
    value: seconds,
    unit: 's',
    baseline: `100,000 in ${targetSeconds} s: ${target} s`,
    ratio: target / seconds,
  });
  report({
    name: 'memory of the replay, garbage included',
    value: peak / MiB,
    unit: 'MB above the start at most',
    baseline: 'none',
    ratio: 1,
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
