// @ts-check

/**
 * Rules can be for some entities, by what the catalog says of them. In rows of before both words are not known, which
 * adds rules, until the next pass of discovery reads them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('entities', table => {
    table.text('lifecycle');
    table
      .text('labels')
      .comment('JSON object in the order of its keys; null where not known');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('entities', table => {
    table.dropColumns('lifecycle', 'labels');
  });
};
