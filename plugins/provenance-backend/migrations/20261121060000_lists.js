// @ts-check

/**
 * Lists filter, sort and count a hundred thousand usages within a tenth of a second. Identity, state and judgement lie
 * in three tables, and the rows of the last hold kilobytes of trace; reading all of that for every page is what cost
 * the time. So what lists need lies once more in one narrow table, written together with what it repeats.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('current_usages', table => {
    table.comment(
      'What lists filter and sort by: one row for each usage that holds now; repeats usages, usage_states and judgements',
    );
    table
      .string('usage_id', 64)
      .primary()
      .references('id')
      .inTable('usages')
      .onDelete('CASCADE');
    table.text('entity_ref').notNullable();
    table.string('kind', 64).notNullable();
    table.text('environment');
    table.text('cloud');
    table.text('location');
    table
      .text('reference')
      .notNullable()
      .comment(
        'Its ASCII letters small, to be searched without regard to case',
      );
    table.string('verdict', 16).notNullable();
    table.string('decision', 16).notNullable();
    table
      .integer('strictness')
      .notNullable()
      .comment('Decision and verdict as one number, the strictest highest');
    table.string('reason_code', 64).notNullable();
    table
      .string('freshness', 8)
      .notNullable()
      .comment('As judged; what is fresh ends at reconsider_at');
    table.string('reconsider_at', 24);
    table.string('since', 24).notNullable();
    table
      .string('last_checked_at', 24)
      .notNullable()
      .comment('Empty before the first look, so that it sorts as longest ago');
    table.index(['entity_ref', 'usage_id'], 'current_usages_entity_ref_idx');
    table.index(
      ['strictness', 'since', 'usage_id'],
      'current_usages_strictness_idx',
    );
    table.index(['since', 'usage_id'], 'current_usages_since_idx');
    table.index(['last_checked_at', 'usage_id'], 'current_usages_checked_idx');
  });
  await knex.schema.alterTable('usage_states', table => {
    table.index(['digest'], 'usage_states_digest_idx');
  });
  await knex.schema.alterTable('findings', table => {
    table.index(['first_seen_at', 'id'], 'findings_newest_idx');
  });
  await alone(knex, 'SET (parallel_workers = 0)');
  await fill(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await alone(knex, 'RESET (parallel_workers)');
  await knex.schema.alterTable('findings', table => {
    table.dropIndex(['first_seen_at', 'id'], 'findings_newest_idx');
  });
  await knex.schema.alterTable('usage_states', table => {
    table.dropIndex(['digest'], 'usage_states_digest_idx');
  });
  await knex.schema.dropTable('current_usages');
};

/**
 * PostgreSQL would read these with several processes from some size on. One needs some 30 ms for a hundred thousand
 * usages; on a busy machine, starting others to help takes longer than that, and takes from whoever else is waiting.
 *
 * @param {import('knex').Knex} knex
 * @param {string} setting
 */
async function alone(knex, setting) {
  if (!['pg', 'postgres', 'postgresql'].includes(knex.client.config.client))
    return;
  for (const table of ['current_usages', 'usages', 'findings'])
    await knex.raw(`ALTER TABLE ${table} ${setting}`);
}

const batch = 500;

/**
 * Freshness is only in the JSON of a judgement, so the rows pass through here, some at a time.
 *
 * @param {import('knex').Knex} knex
 */
async function fill(knex) {
  for (let after = ''; ; ) {
    const rows = await knex('usages')
      .join('usage_states', 'usage_states.usage_id', 'usages.id')
      .join('judgements', 'judgements.usage_id', 'usages.id')
      .whereNull('usage_states.valid_to')
      .where('usages.id', '>', after)
      .orderBy('usages.id')
      .limit(batch)
      .select(
        'usages.*',
        'usage_states.reference',
        'judgements.verdict',
        'judgements.decision',
        'judgements.reason_code',
        'judgements.content',
        'judgements.since',
        'judgements.last_checked_at',
      );
    if (rows.length === 0) return;
    await knex.batchInsert('current_usages', rows.map(rowOf), 50);
    after = rows[rows.length - 1].id;
  }
}

/** @param {any} row */
function rowOf(row) {
  const { freshness, reconsiderAt } = JSON.parse(row.content);
  return {
    usage_id: row.id,
    entity_ref: row.entity_ref,
    kind: row.kind,
    environment: row.environment,
    cloud: row.cloud,
    location: row.location,
    reference: row.reference.replace(/[A-Z]/g, (/** @type {string} */ letter) =>
      letter.toLowerCase(),
    ),
    verdict: row.verdict,
    decision: row.decision,
    strictness: strictnessOf(row),
    reason_code: row.reason_code,
    freshness: freshness.status,
    reconsider_at: reconsiderAt ?? null,
    since: row.since,
    last_checked_at: row.last_checked_at ?? '',
  };
}

/**
 * As the store's `strictnessOf` says it on the day of this migration.
 *
 * @param {any} row
 */
function strictnessOf({ decision, verdict, reason_code: code }) {
  if (code === 'no-rule' || code === 'nothing-required') return 9;
  return (
    ['allow', 'warn', 'deny'].indexOf(decision) * 10 +
    ['trusted', 'unsigned', 'inconclusive', 'untrusted'].indexOf(verdict)
  );
}
