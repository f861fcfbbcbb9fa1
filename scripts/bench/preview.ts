import Knex, { type Knex as Database } from 'knex';
import { RulePreviews } from '../../plugins/provenance-backend/src/acceptance/preview';
import {
  applyMigrations,
  keptForms,
  type SignerForm,
} from '../../plugins/provenance-backend/src/store';
import { clocks, report, skip } from './figures';
import { withOwnDatabase } from './ownDatabase';

const quick = process.argv.includes('--quick');
const each = process.argv.includes('--each');
const usages = quick ? 20_000 : 100_000;
const signers = 10_000;
const rounds = quick ? 5 : 20;
const batch = 1_000;
const baseline = 200;
const issuer = 'https://token.actions.githubusercontent.com';
const environments = ['prod', 'staging', 'dev'];
const clock = { now: () => new Date() };
const at = '2026-11-20T00:00:00.000Z';
const name = `preview over ${signers} signers of ${usages} usages`;

const service = (number: number) =>
  `service-${String(number).padStart(5, '0')}`;
const workflow = (number: number) =>
  `https://github.com/acme/${service(number)}/.github/workflows/release.yml`;

/** What a run of one release leaves in its certificate. */
function formOf(number: number, release: number): SignerForm {
  const repository = `https://github.com/acme/${service(number)}`;
  const ref = `refs/tags/v${release}.${number % 40}.0`;
  const commit = `${number}-${release}`.padEnd(40, '0');
  return {
    subject: `${workflow(number)}@${ref}`,
    subjectType: 'uri',
    claims: {
      buildSignerUri: `${workflow(number)}@${ref}`,
      buildSignerDigest: commit,
      runnerEnvironment: 'github-hosted',
      sourceRepository: repository,
      sourceDigest: commit,
      sourceRef: ref,
      sourceRepositoryId: String(100_000_000 + number),
      owner: 'https://github.com/acme',
      ownerId: '1234567',
      buildConfigUri: `${workflow(number)}@${ref}`,
      buildConfigDigest: commit,
      buildTrigger: 'push',
      runInvocationUri: `${repository}/actions/runs/${commit}/attempts/1`,
      sourceVisibility: 'private',
    },
  };
}

/** Each service signs for itself, a release of its own in each environment. */
function rowsOf(i: number) {
  const number = i % signers;
  const release = Math.floor(i / signers) % environments.length;
  const environment = environments[release];
  const id = `usage-${i}`;
  const reference = `ghcr.io/acme/${service(number)}:v${release}`;
  const shared = {
    ...{ entity_ref: `component:default/${service(number)}`, environment },
  };
  const identity = { ...shared, kind: 'container-image', cloud: 'aws' };
  const forms = keptForms([formOf(number, release)]);
  return {
    usages: {
      ...{ id, ...identity, location: `region-${Math.floor(i / signers)}` },
      ...{ repository: `ghcr.io/acme/${service(number)}`, created_at: at },
    },
    current_usages: {
      ...{ usage_id: id, ...identity, reference, signers_hash: 'hash' },
      ...{ verdict: 'trusted', decision: 'allow', strictness: 0 },
      ...{ reason_code: 'accepted', freshness: 'fresh', since: at },
      last_checked_at: at,
    },
    signer_forms: { ...forms, written_at: at },
    usage_signers: {
      ...{ usage_id: id, signer_id: number + 1, ...shared, accepted: 1 },
      ...{ first_seen_at: at, last_seen_at: at, signed_hash: 'hash' },
      forms_hash: forms?.hash,
    },
  };
}

async function seed(knex: Database): Promise<void> {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  await knex.batchInsert(
    'signers',
    numbers(signers).map(number => ({
      ...{ id: number + 1, hash: `hash-${number}`, type: 'certificate' },
      ...{ authority: 'acme', issuer, subject: workflow(number) },
      subject_type: 'uri',
    })),
    50,
  );
  const tables = ['usages', 'current_usages', 'signer_forms', 'usage_signers'];
  for (let from = 0; from < usages; from += batch) {
    const rows = numbers(Math.min(batch, usages - from)).map(i =>
      rowsOf(from + i),
    );
    for (const table of tables as (keyof ReturnType<typeof rowsOf>)[])
      for (let i = 0; i < rows.length; i += 50)
        await knex(table)
          .insert(rows.slice(i, i + 50).map(row => row[table]))
          .onConflict()
          .ignore();
  }
  await knex.raw('ANALYZE');
}

const signer = (subject: string, claims?: object) => ({
  ...{ authority: 'acme', issuer, subject, ...(claims && { claims }) },
});
const references = ['ghcr.io/acme/**'];

/** What somebody types, from the narrow to the wide. */
const rules: Record<string, object> = {
  'one workflow': {
    references,
    signers: [signer(`${workflow(7)}@refs/tags/v*`)],
  },
  'all of an owner': {
    ...{ references, environments: ['prod'] },
    signers: [
      signer('https://github.com/acme/*/.github/workflows/*@refs/heads/**'),
    ],
  },
  'anything with a claim': {
    references: ['ghcr.io/**'],
    signers: [signer('https://**', { sourceRef: 'refs/tags/v*' })],
  },
  'twenty workflows': {
    references,
    signers: Array.from({ length: 20 }, (_, i) =>
      signer(`${workflow(i)}@refs/tags/v*`),
    ),
  },
};

/** The viewer sees six entities of ten. */
const viewer = {
  restriction: {
    type: 'some' as const,
    entityRefs: new Set(
      Array.from({ length: signers }, (_, i) => i)
        .filter(i => i % 10 < 6)
        .map(i => `component:default/${service(i)}`),
    ),
  },
  seesAllEvidence: false,
};

function percentile95(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

async function measure(knex: Database, where: string): Promise<void> {
  await seed(knex);
  const previews = new RulePreviews({
    ...{ knex, clock, environments: () => environments },
  });
  const cold = await timed(() =>
    previews.preview(rules['one workflow'], viewer),
  );
  const taken: number[] = [];
  for (const [kind, rule] of Object.entries(rules)) {
    await previews.preview(rule, viewer);
    const busy = clocks.processor();
    const ms: number[] = [];
    for (let round = 0; round < rounds; round++)
      ms.push(await timed(() => previews.preview(rule, viewer)));
    const processor = (clocks.processor() - busy) / rounds;
    taken.push(...ms);
    if (each)
      process.stderr.write(
        `${percentile95(ms).toFixed(1)} ms (${processor.toFixed(
          1,
        )} of the processor)  ${where}, ${kind}\n`,
      );
  }
  const value = percentile95(taken);
  report({
    ...{ name: `${name} on ${where}, p95`, value, unit: 'ms' },
    ...{ baseline: `${baseline} ms`, ratio: baseline / value },
  });
  report({
    ...{ name: `${name} on ${where}, the first one`, value: cold, unit: 'ms' },
    ...{ baseline: 'none', ratio: 1 },
  });
}

async function timed(work: () => Promise<{ counts: object }>): Promise<number> {
  const begin = performance.now();
  const { counts } = await work();
  const ms = performance.now() - begin;
  const all = Object.values(counts).reduce((a, b) => a + b, 0);
  if (all !== signers * 0.6) throw new Error(`not what was seeded: ${all}`);
  return ms;
}

async function main() {
  const sqlite = Knex({
    ...{ client: 'better-sqlite3', connection: ':memory:' },
    useNullAsDefault: true,
  });
  await applyMigrations(sqlite);
  await measure(sqlite, 'SQLite');
  await sqlite.destroy();
  const address =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (address)
    await withOwnDatabase(address, knex => measure(knex, 'PostgreSQL'));
  else skip(`${name} on PostgreSQL`, 'no PostgreSQL is named');
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
