// @ts-check

/**
 * Who signed what runs. Evidence knows it, but in JSON, a million rows of it, and nothing in it says which rule accepts
 * whom; so the judgement of a usage leaves it here, and only where it changed.
 *
 * Nothing is filled in: who is accepted follows from the rules, which no migration has. Each usage brings its own with
 * its next judgement, and until then `signers_hash` is null and counts it among those of which it cannot be said.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('current_usages', table => {
    table
      .string('signers_hash', 22)
      .comment(
        'Of everything in usage_signers; null where nobody can say who signed it',
      );
  });
  await knex.raw(
    'CREATE INDEX current_usages_undetermined_idx ON current_usages (entity_ref) WHERE signers_hash IS NULL',
  );
  await createSigners(knex);
  await createUsageSigners(knex);
  await alone(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('usage_signers');
  await knex.schema.dropTable('signers');
  await knex.raw('DROP INDEX current_usages_undetermined_idx');
  await knex.schema.alterTable('current_usages', table => {
    table.dropColumn('signers_hash');
  });
};

/** @param {import('knex').Knex} knex */
async function createSigners(knex) {
  await knex.schema.createTable('signers', table => {
    table.comment('Identities that proven evidence shows; holds personal data');
    table.bigIncrements('id');
    table
      .string('hash', 64)
      .notNullable()
      .unique()
      .comment('Of the identity; random once a person was erased from it');
    table.string('type', 16).notNullable().comment('certificate or key');
    table.text('authority').notNullable();
    table.text('issuer');
    table
      .text('subject')
      .comment('Without the ref, where it is that of a workflow');
    table.string('subject_type', 8);
    table.string('fingerprint', 71).comment('Of a key');
  });
}

/** @param {import('knex').Knex} knex */
async function createUsageSigners(knex) {
  await knex.schema.createTable('usage_signers', table => {
    table.comment(
      'Who signed what a usage runs now; repeats what of the usage never changes',
    );
    table
      .string('usage_id', 64)
      .notNullable()
      .references('usage_id')
      .inTable('current_usages')
      .onDelete('CASCADE');
    table.bigInteger('signer_id').notNullable().references('signers.id');
    table
      .integer('accepted')
      .notNullable()
      .comment('1 where a rule in force names them for this usage');
    table.text('entity_ref').notNullable();
    table.text('environment');
    table.string('first_seen_at', 24).notNullable();
    table
      .string('last_seen_at', 24)
      .notNullable()
      .comment('When a signature of theirs was last new here');
    table
      .string('signed_hash', 22)
      .notNullable()
      .comment('Of what they signed here');
    table.primary(['usage_id', 'signer_id']);
    table.index(['signer_id'], 'usage_signers_signer_idx');
    table.index(['entity_ref'], 'usage_signers_entity_ref_idx');
  });
}

/**
 * One process reads these, as it does the other tables of lists.
 *
 * @param {import('knex').Knex} knex
 */
async function alone(knex) {
  if (!['pg', 'postgres', 'postgresql'].includes(knex.client.config.client))
    return;
  for (const table of ['signers', 'usage_signers'])
    await knex.raw(`ALTER TABLE ${table} SET (parallel_workers = 0)`);
}
