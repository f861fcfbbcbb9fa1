// @ts-check

/**
 * What all replicas judge by (S6.3), which replicas there are, and what authorities held at which time.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('generations', table => {
    table.comment(
      'What replicas agreed to judge by; the highest number is the active one',
    );
    table.integer('number').primary();
    table
      .string('content_hash', 64)
      .notNullable()
      .comment('As in judgements.generation');
    table
      .text('content')
      .notNullable()
      .comment('JSON: revisions, authority digests, registry, configuration');
    table
      .string('occasion', 16)
      .notNullable()
      .comment('start, change or takeover');
    table.string('proposed_by', 36).notNullable().comment('A replica');
    table.string('proposed_at', 24).notNullable();
  });
  await knex.schema.createTable('replicas', table => {
    table.comment(
      'Processes that run on this database; one that is silent for long is deleted',
    );
    table.string('id', 36).primary();
    table.string('content_hash', 64).notNullable();
    table.text('content').notNullable().comment('JSON, as in generations');
    table
      .integer('generation')
      .comment('Under which it works; null where it may not');
    table.text('why').comment('Why it may not; null where it works');
    table.text('version').notNullable().comment('Release of the plugin');
    table.string('started_at', 24).notNullable();
    table.string('last_seen_at', 24).notNullable();
    table.string('left_at', 24).comment('Null unless it ended in order');
    table.index(['last_seen_at'], 'replicas_last_seen_idx');
  });
  await knex.schema.createTable('authority_versions', table => {
    table.comment(
      'The content of every authority that was ever in force, so that a past verdict can be judged again',
    );
    table.string('digest', 71).primary();
    table.text('name').notNullable().comment('Under which it was first seen');
    table.string('kind', 16).notNullable();
    table.text('content').notNullable().comment('JSON, read by the verifier');
    table.string('first_seen_at', 24).notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of ['authority_versions', 'replicas', 'generations'])
    await knex.schema.dropTable(table);
};
