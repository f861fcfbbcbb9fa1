// @ts-check

/**
 * The word of whoever reviewed a version after it was in force (S9.4, S9.5): one that a security reviewer merged at once,
 * or the one that configuration seeded.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('acceptance_versions', table => {
    table
      .text('review')
      .comment('JSON: who reviewed it afterwards; null unless somebody did');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('acceptance_versions', table => {
    table.dropColumn('review');
  });
};
