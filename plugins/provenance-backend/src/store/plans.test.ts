import type {
  FindingQuery,
  SignerQuery,
  UsageQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';
import { seededEntity, seedUsages } from '../__testUtils__/seedUsages';
import { countBeside } from '../log/countBeside';
import { listDigestUses } from './operations/listDigestUses';
import { countUndetermined } from './operations/countUndetermined';
import { listFindings } from './operations/listFindings';
import { listSigners } from './operations/listSigners';
import { listTransitions } from './operations/listTransitions';
import { listUsages } from './operations/listUsages';
import { readDigest } from './operations/readDigest';
import { readSummaries } from './operations/readSummaries';
import type { UsageRestriction } from './restriction';

jest.setTimeout(120_000);

const size = { entities: 1_000, usages: 10_000, materials: 2 };
const restriction: UsageRestriction = {
  type: 'some',
  entityRefs: new Set(
    Array.from({ length: size.entities }, (_, i) => i)
      .filter(i => i % 10 < 6)
      .map(seededEntity),
  ),
};

const postgres = databases
  .eachSupportedId()
  .flat()
  .find(name => name.startsWith('POSTGRES'));
const describeOnPostgres = postgres ? describe : describe.skip;

/**
 * By which index a PostgreSQL that holds a tenth of what the plugin is built for answers each statement: in what order
 * it comes, what is sorted, and which whole tables are read. A page is read in the order of its index as far as it goes;
 * a count reads the one narrow table, and so does each page of signers: its figures are those of all usages. SQLite has
 * plans of its own and never so many rows.
 */
describeOnPostgres('plans on PostgreSQL', () => {
  let knex: Knex;
  /** A usage that is there, what it runs, and from where. */
  let sample: { usageId: string; digest: Digest; repository: string };

  beforeAll(async () => {
    knex = await migratedDatabase(postgres!);
    await seedUsages(knex, size);
    await seedLinks(knex);
    const state = await knex('usage_states').whereNull('valid_to').first();
    const look = await knex('collections')
      .where({ subject: state.digest })
      .first();
    sample = {
      usageId: state.usage_id,
      digest: state.digest,
      repository: look.repository,
    };
  });

  /** What an operation asks for, each statement with its plan. */
  async function plansOf(operation: () => Promise<unknown>) {
    const asked: { sql: string; bindings: unknown[] }[] = [];
    const remember = (query: { sql: string; bindings: unknown[] }) =>
      asked.push(query);
    knex.on('query', remember);
    await operation();
    knex.off('query', remember);
    const plans: string[] = [];
    for (const { sql, bindings } of asked)
      plans.push(await planOf(sql, bindings));
    return plans;
  }

  async function planOf(sql: string, bindings: unknown[]) {
    return knex.transaction(async trx => {
      // How many processes take part depends on the machine.
      await trx.raw('SET LOCAL max_parallel_workers_per_gather = 0');
      const { rows } = await trx.raw(
        `EXPLAIN (COSTS OFF) ${sql.replace(/\$\d+/g, '?')}`,
        bindings as never,
      );
      const lines = rows.map(
        (row: Record<string, string>) => row['QUERY PLAN'],
      );
      return lines.flatMap(reduced).join(', ');
    });
  }

  const page = { limit: 101, restriction, now: at(0) };
  const list = (query: UsageQuery, after?: (string | number)[]) =>
    listUsages({ knex, ...page, query, after });
  const findings = (query: FindingQuery) =>
    listFindings({ knex, ...page, seesAllEvidence: false, query });
  const signers = (query: SignerQuery, after?: (string | number)[]) =>
    listSigners({ knex, ...page, seesAllEvidence: false, query, after });
  const last = 'f'.repeat(40);
  const all = 'whole current_usages';

  const golden: [string, () => Promise<unknown>, string[]][] = [
    [
      'usages by entity',
      () => list({}),
      ['current_usages_entity_ref_idx', all],
    ],
    [
      'the page behind',
      () => list({}, [seededEntity(500), last]),
      ['current_usages_entity_ref_idx', all],
    ],
    [
      'usages by strictness',
      () => list({ sort: 'strictness' }),
      ['current_usages_strictness_idx backward', all],
    ],
    [
      'the page behind that',
      () => list({ sort: 'strictness' }, [23, at(0), last]),
      ['current_usages_strictness_idx backward', all],
    ],
    [
      'usages by since',
      () => list({ sort: 'since', environment: ['prod'] }),
      ['current_usages_since_idx backward', all],
    ],
    [
      'usages by last look',
      () => list({ sort: 'lastCheckedAt', order: 'asc' }),
      ['current_usages_checked_idx', all],
    ],
    [
      'usages of one entity',
      () => list({ entityRef: [seededEntity(11)] }),
      ['sort, current_usages_entity_ref_idx'],
    ],
    [
      'usages with a finding',
      () => list({ finding: ['tag-moved'], sort: 'strictness' }),
      [
        'current_usages_strictness_idx backward, findings_open_idx',
        'whole current_usages, findings_open_idx',
      ],
    ],
    [
      'summaries of a page',
      () => readSummaries({ knex, ids: [sample.usageId] }),
      [
        'usages_pkey',
        'usage_states_open_idx',
        'judgements_pkey',
        'work_pkey',
        'sort, findings_open_idx',
        'usage_claims_usage_idx, usages_pkey, whole locator_passes',
        'sort, usage_claims_entity_ref_idx, usages_pkey, whole locator_passes',
        'sort, current_usages_entity_ref_idx, usages_pkey',
        'whole entities',
      ],
    ],
    [
      'open findings',
      () => findings({}),
      [
        'findings_newest_idx backward, current_usages_pkey',
        // A hundred ids of ten thousand rows; of a hundred thousand it takes the index.
        'whole usages',
        'whole current_usages, findings_open_idx',
      ],
    ],
    [
      'all findings',
      () => findings({ state: 'all' }),
      [
        'findings_newest_idx backward, usages_pkey',
        'usages_pkey',
        'whole findings, whole usages',
      ],
    ],
    ['signers', () => signers({}), ['whole usage_signers, signers_pkey, sort']],
    [
      'the page of signers behind',
      () => signers({ sort: 'usages', environment: ['prod'] }, [5, last]),
      ['whole usage_signers, signers_pkey, sort'],
    ],
    [
      'signers to who sees all evidence',
      () => listSigners({ knex, ...page, seesAllEvidence: true, query: {} }),
      ['whole usage_signers, whole usage_signers, signers_pkey, sort'],
    ],
    [
      'usages of which nobody can say who signed',
      () => countUndetermined({ knex, ...page }),
      ['current_usages_undetermined_idx'],
    ],
    [
      'history',
      () => listTransitions({ knex, limit: 101, ...sample }),
      [
        // The state of each transition of the page, and no other.
        'sort, transitions_usage_idx backward, sort, usage_states_usage_idx backward, log_entries_pkey, usage_states_pkey',
        'transitions_usage_idx',
      ],
    ],
    [
      'what lies beside the log',
      () => countBeside({ knex, hasCheckpoint: false }),
      [
        'log_chain_pkey, log_chain_pkey backward, log_entries_pkey, log_entries_unsealed_idx, log_entries_erased_idx, transitions_entry_idx, log_entries_pkey',
      ],
    ],
    [
      'uses of a digest',
      () => listDigestUses({ knex, restriction, limit: 500, ...sample }),
      [
        'sort, usage_states_digest_idx, usages_pkey',
        'usage_states_digest_idx, usages_pkey',
      ],
    ],
    [
      'what is known of a digest',
      () =>
        readDigest({
          ...{ knex, digest: sample.digest, usageIds: [sample.usageId] },
          places: [{ repository: sample.repository, bundleUrl: undefined }],
        }),
      [
        'sort, collections_subject_idx backward',
        'accepted_materials_pkey',
        'sort, evidence_pkey',
      ],
    ],
  ];

  it.each(golden)('%s', async (_name, operation, expected) => {
    expect(await plansOf(operation)).toEqual(expected);
  });
});

/** A link for every entry. */
async function seedLinks(knex: Knex) {
  await knex.raw(`INSERT INTO log_chain
    (sequence, entry_id, commitment, previous_hash, hash, sealed_at)
    SELECT id, id, '', id, id + 1, '' FROM log_entries`);
  await knex.raw('UPDATE log_entries SET sealed = 1');
  await knex.raw('VACUUM ANALYZE log_entries, log_chain');
}

/** Of a line of a plan, what does not depend on the version: the index, the table that is read as a whole, a sort. */
function reduced(line: string): string[] {
  const [, back, index] =
    /Index(?: Only)? Scan( Backward)? using (\w+)/.exec(line) ?? [];
  if (index) return [`${index}${back ? ' backward' : ''}`];
  const [, bitmap] = /Bitmap Index Scan on (\w+)/.exec(line) ?? [];
  if (bitmap) return [bitmap];
  const [, table] = /Seq Scan on (\w+)/.exec(line) ?? [];
  if (table) return [`whole ${table}`];
  return /^\W*(Incremental )?Sort$/.test(line) ? ['sort'] : [];
}
