// @ts-check

/**
 * "The entity's own repository" is, where no review bound one, the one from which the catalog reads the entity. In rows
 * of before it is not known, which meets no rule that asks for it, until the next pass of discovery reads it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('entities', table => {
    table
      .text('stamped_repository')
      .comment('address as certificates have it; null where not known');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('entities', table => {
    table.dropColumn('stamped_repository');
  });
};
