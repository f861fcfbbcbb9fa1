// @ts-check

/**
 * How exactly signers signed what runs: with the ref, and with the claims of their certificates. The list of signers
 * leaves both out, and a rule is held against them.
 *
 * What stands there is judged again from stored evidence as soon as a replica of this release starts, and leaves it here
 * then: verdicts of no generation are out of date.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('signer_forms', table => {
    table.comment('Subjects and claims of certificates; holds personal data');
    table.bigIncrements('id');
    table.string('hash', 22).notNullable().unique().comment('Of the content');
    table.text('content').notNullable().comment('JSON list of forms');
    table
      .string('written_at', 24)
      .notNullable()
      .comment('What is young may be referred to in a moment');
  });
  await knex.schema.alterTable('usage_signers', table => {
    table
      .string('forms_hash', 22)
      .comment('Of how they signed here; null for keys, and where not known');
  });
  await knex('judgements').update({ generation: '' });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('usage_signers', table => {
    table.dropColumn('forms_hash');
  });
  await knex.schema.dropTable('signer_forms');
};
