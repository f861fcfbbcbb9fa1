// @ts-check

/**
 * Plans of a clock that was ahead are brought back, each once within part of the interval: else a replica whose clock is behind,
 * to which all plans of the others look like that, would have everything looked at every minute. A row that a replica of
 * the release before writes was never brought back, which is true.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('work', table => {
    table
      .string('recalled_at', 24)
      .comment('When a plan that lay too far ahead was last brought back');
  });
  await knex.schema.alterTable('collections', table => {
    table.index(['last_at'], 'collections_last_at_idx');
  });
  // Few rows are held at any time: a claim that ends too late is found without reading the others.
  await knex.raw(
    'CREATE INDEX work_leased_idx ON work (leased_until) WHERE leased_until IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX collections_last_at_idx');
  await knex.raw('DROP INDEX work_leased_idx');
  // Not through knex: on SQLite it would copy the table, and lose its comments and foreign keys on the way.
  await knex.raw('ALTER TABLE work DROP COLUMN recalled_at');
};
