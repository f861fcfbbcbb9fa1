// @ts-check

/**
 * The integrity check asks of each finding and each version of the acceptance list for the entries that tell of it, by
 * what they say to the letter. They are few among the transitions, and short.
 *
 * Where the head of the log went to, and how the last attempts ended, is for all replicas to see: whichever of them
 * comes first sends it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    "CREATE INDEX log_entries_told_idx ON log_entries (content) WHERE kind IN ('finding-opened', 'finding-closed', 'registry-version')",
  );
  await knex.schema.createTable('log_webhook', table => {
    table.comment('One row at most: how the head of the log is told outside');
    table.integer('id').primary();
    table.bigInteger('sequence').comment('Of the newest head that arrived');
    table.string('arrived_at', 24).comment('Null where none ever arrived');
    table
      .integer('failures')
      .notNullable()
      .comment('In a row; 0 where the last attempt arrived');
    table.string('failing_since', 24);
    table.text('cause').comment('Of the newest failure; holds no secret');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('log_webhook');
  await knex.raw('DROP INDEX log_entries_told_idx');
};
