// @ts-check

/**
 * Versions of the acceptance list; who has signed what so far; findings that are about no usage.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('acceptance_versions', table => {
    table.comment(
      'Every acceptance list that was ever in force, each once and never changed',
    );
    table.integer('number').primary();
    table
      .string('content_hash', 64)
      .notNullable()
      .unique('acceptance_versions_content_idx')
      .comment('A list that comes back is the version that it was');
    table
      .text('content')
      .notNullable()
      .comment('JSON: rules, distrust, builders');
    table.string('seen_at', 24).notNullable().comment('For the first time');
  });
  await knex.schema.createTable('known_signers', table => {
    table.comment(
      'Who was proven to have signed what a usage runs: another accepted signer is a finding',
    );
    table
      .string('usage_id', 64)
      .notNullable()
      .references('id')
      .inTable('usages')
      .onDelete('CASCADE');
    table
      .string('signer', 64)
      .notNullable()
      .comment('Hash of who it is, without the ref; names nobody');
    table
      .integer('accepted')
      .notNullable()
      .comment(
        '1 for ever where a rule accepted it; 0 as long as it is served',
      );
    table.string('first_seen_at', 24).notNullable();
    table.primary(['usage_id', 'signer']);
  });
  await knex.schema.createTable('known_statements', table => {
    table.comment(
      'What accepted signers had said over the digest that a usage runs, good or bad: its absence later is a finding',
    );
    table
      .string('usage_id', 64)
      .notNullable()
      .references('id')
      .inTable('usages')
      .onDelete('CASCADE');
    table.string('subject', 71).notNullable();
    table.string('material', 71).notNullable();
    table.string('first_seen_at', 24).notNullable();
    table.primary(['usage_id', 'subject', 'material']);
  });
  await knex.schema.alterTable('findings', table => {
    table.setNullable('usage_id');
  });
  // SQL holds no two nulls for equal, so the index over usages leaves these out.
  await knex.raw(
    'CREATE UNIQUE INDEX findings_general_idx ON findings (code, about) WHERE closed_at IS NULL AND usage_id IS NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('findings').whereNull('usage_id').delete();
  await knex.raw('DROP INDEX findings_general_idx');
  await knex.schema.alterTable('findings', table => {
    table.dropNullable('usage_id');
  });
  await knex.schema.dropTable('known_statements');
  await knex.schema.dropTable('known_signers');
  await knex.schema.dropTable('acceptance_versions');
};
