// @ts-check

/**
 * A transition says what the decision was before it: `observe` that becomes `enforce` changes nothing else. Null in
 * those that are there already, and in those that a replica of the release before writes.
 *
 * The index holds the few entries of which something was erased, so that the integrity check does not read all others
 * to count them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('transitions', table => {
    table
      .string('from_decision', 16)
      .comment('Null for the first, and where nobody kept it');
  });
  await knex.raw(
    'CREATE INDEX log_entries_erased_idx ON log_entries (id) WHERE erased_by IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX log_entries_erased_idx');
  // Not through knex: on SQLite it would copy the table, and lose its comments and foreign keys on the way.
  await knex.raw('ALTER TABLE transitions DROP COLUMN from_decision');
};
