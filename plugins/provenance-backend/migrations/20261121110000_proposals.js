// @ts-check

/**
 * The governed registry (S9): proposals with everybody who wrote or reviewed them, and which version is in force. What
 * is merged may say again what an older version said, and is a version of its own; only configured lists are still known
 * by what they say.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('proposals', table => {
    table.comment('Changes of the acceptance list that somebody proposed');
    table.string('id', 36).primary();
    table.string('state', 24).notNullable();
    table.text('title').notNullable();
    table.text('reason').notNullable();
    table.integer('base').notNullable().comment('Number of a version');
    table
      .text('content')
      .notNullable()
      .comment('Canonical JSON: rules, distrust, builders, as a whole');
    table
      .string('binding', 64)
      .notNullable()
      .comment('SHA-256 over base and content: what an approval is for');
    table
      .text('answers')
      .notNullable()
      .comment('JSON: what the authors say to the warnings of the linter');
    table
      .bigInteger('voided_through')
      .notNullable()
      .defaultTo(0)
      .comment('The newest review before the last edit; none so far counts');
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.integer('merged_as').comment('Number of the version that it became');
    table.index(['created_at', 'id'], 'proposals_created_at_idx');
  });
  await knex.schema.createTable('proposal_authors', table => {
    table.comment('Everybody who ever edited a proposal; none of them counts');
    table
      .string('proposal_id', 36)
      .notNullable()
      .references('id')
      .inTable('proposals')
      .onDelete('CASCADE');
    table.string('author').notNullable().comment('Reference, small letters');
    table.string('since', 24).notNullable();
    table.primary(['proposal_id', 'author']);
  });
  await knex.schema.createTable('proposal_reviews', table => {
    table.comment('Words about a proposal, each about exactly one content');
    table.bigIncrements('id');
    table
      .string('proposal_id', 36)
      .notNullable()
      .references('id')
      .inTable('proposals')
      .onDelete('CASCADE');
    table.string('act', 16).notNullable();
    table.string('by').notNullable().comment('Reference, small letters');
    table.string('binding', 64).notNullable();
    table.text('text');
    table.string('at', 24).notNullable();
    table.index(['proposal_id'], 'proposal_reviews_proposal_idx');
  });
  await knex.schema.createTable('acceptance_head', table => {
    table.comment('One row at most: the version that is in force');
    table.integer('id').primary();
    table.integer('number').notNullable();
    table.string('moved_at', 24).notNullable();
  });
  await knex.schema.alterTable('acceptance_versions', table => {
    table
      .string('source', 16)
      .notNullable()
      .defaultTo('configuration')
      .comment('configuration, seed or proposal');
    table.integer('predecessor').comment('Null unless a proposal made it');
    table.string('proposal_id', 36);
    table
      .text('approvals')
      .comment('JSON: who approved it, and in which row; null unless merged');
    table
      .integer('is_reviewed')
      .notNullable()
      .defaultTo(0)
      .comment('1 where others than its authors approved it');
  });
  await knex.schema.alterTable('acceptance_versions', table => {
    table.dropUnique(['content_hash'], 'acceptance_versions_content_idx');
  });
  await knex.raw(
    `CREATE UNIQUE INDEX acceptance_versions_configured_idx
      ON acceptance_versions (content_hash) WHERE source = 'configuration'`,
  );
  // Two versions over one base would each lack what the other one says.
  await knex.raw(
    'CREATE UNIQUE INDEX acceptance_versions_predecessor_idx ON acceptance_versions (predecessor)',
  );
  // Every replica asks the log again and again what is in force.
  await knex.raw(
    "CREATE INDEX log_entries_registry_idx ON log_entries (id) WHERE kind = 'registry-version'",
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const index of [
    'log_entries_registry_idx',
    'acceptance_versions_predecessor_idx',
    'acceptance_versions_configured_idx',
  ])
    await knex.raw(`DROP INDEX ${index}`);
  await knex.schema.alterTable('acceptance_versions', table => {
    table.dropColumns(
      'source',
      'predecessor',
      'proposal_id',
      'approvals',
      'is_reviewed',
    );
  });
  // The older release knows every list by what it says.
  await knex.raw(
    `DELETE FROM acceptance_versions WHERE number NOT IN (
      SELECT min(number) FROM acceptance_versions GROUP BY content_hash)`,
  );
  await knex.schema.alterTable('acceptance_versions', table => {
    table.unique(['content_hash'], {
      indexName: 'acceptance_versions_content_idx',
    });
  });
  for (const table of [
    'acceptance_head',
    'proposal_reviews',
    'proposal_authors',
    'proposals',
  ])
    await knex.schema.dropTable(table);
};
