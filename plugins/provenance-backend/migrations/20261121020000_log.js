// @ts-check

/**
 * The sealed log. Commitments are over the text exactly as it lies here: no form of JSON has to be agreed upon to check
 * them. Transitions that are there already, or that a replica of the release before writes, have no `entry_id`: the
 * sealer gives them one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await createEntries(knex);
  await createChain(knex);
  await knex.schema.alterTable('transitions', table => {
    table
      .bigInteger('entry_id')
      .comment('Its entry in the log; null until the sealer comes by');
  });
  await knex.raw(
    'CREATE UNIQUE INDEX transitions_entry_idx ON transitions (entry_id)',
  );
  await knex.raw(
    'CREATE INDEX transitions_unlogged_idx ON transitions (id) WHERE entry_id IS NULL',
  );
  await knex.schema.alterTable('evidence', table => {
    table.index(['material'], 'evidence_material_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('evidence', table => {
    table.dropIndex(['material'], 'evidence_material_idx');
  });
  await knex.raw('DROP INDEX transitions_unlogged_idx');
  await knex.raw('DROP INDEX transitions_entry_idx');
  // Not through knex: on SQLite it would copy the table, and lose its comments and foreign keys on the way.
  await knex.raw('ALTER TABLE transitions DROP COLUMN entry_id');
  for (const table of ['log_head', 'log_chain', 'log_entries'])
    await knex.schema.dropTable(table);
};

/** @param {import('knex').Knex} knex */
async function createEntries(knex) {
  await knex.schema.createTable('log_entries', table => {
    table.comment(
      'What the log says, each part with a salt and a commitment of its own; the detail of a transition lies in transitions.content',
    );
    table.bigIncrements('id');
    table.string('kind', 32).notNullable();
    table.string('at', 24).notNullable();
    table.text('content').notNullable().comment('JSON; names no person');
    table.string('content_salt', 64).notNullable();
    table.string('content_commitment', 64).notNullable();
    table.text('detail').comment('JSON; may name people, and can be erased');
    table.string('detail_salt', 64);
    table
      .string('detail_commitment', 64)
      .comment('Of what was first written; an erasure leaves it');
    table
      .bigInteger('erased_by')
      .comment('The entry that commits to the detail as it is since');
    table
      .integer('sealed')
      .notNullable()
      .defaultTo(0)
      .comment('1 where it is linked into the chain');
  });
  await knex.raw(
    'CREATE INDEX log_entries_unsealed_idx ON log_entries (id) WHERE sealed = 0',
  );
}

/** @param {import('knex').Knex} knex */
async function createChain(knex) {
  await knex.schema.createTable('log_chain', table => {
    table.comment(
      'The links; the first one left of a pruned log is its checkpoint',
    );
    table.bigInteger('sequence').primary();
    table.bigInteger('entry_id').notNullable().unique();
    table.string('commitment', 64).notNullable();
    table
      .string('previous_hash', 64)
      .notNullable()
      .unique()
      .comment('Unique, so that the chain cannot fork');
    table.string('hash', 64).notNullable();
    table.string('sealed_at', 24).notNullable();
  });
  await knex.schema.createTable('log_head', table => {
    table.comment('One row: where the chain ends. Who holds it, seals');
    table.integer('id').primary();
    table.bigInteger('sequence').notNullable();
    table.string('hash', 64).notNullable();
    table
      .bigInteger('pruned_by')
      .comment('The entry about the newest pruning; null before the first');
  });
  await knex('log_head').insert({
    id: 1,
    sequence: 0,
    hash: '0'.repeat(64),
    pruned_by: null,
  });
}
