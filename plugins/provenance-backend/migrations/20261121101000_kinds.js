// @ts-check

/**
 * What nobody named counts as what its bytes show, so that each state says whether somebody did. In states of before
 * somebody did: the next pass of discovery knows better, and until then bytes of another kind are a mismatch.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('usage_states', table => {
    table
      .integer('kind_assumed')
      .notNullable()
      .defaultTo(0)
      .comment('1 where nobody said of what kind it is');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('usage_states', table => {
    table.dropColumn('kind_assumed');
  });
};
