// @ts-check

/**
 * Replays of proposals over what runs, and who acknowledged what of them (S9.3). Both are about exactly one content over
 * exactly one base (S9.1).
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('proposal_replays', table => {
    table.comment('The newest replay of each proposal');
    table
      .string('proposal_id', 36)
      .primary()
      .references('id')
      .inTable('proposals')
      .onDelete('CASCADE');
    table.string('binding', 64).notNullable().comment('Of what was replayed');
    table.string('ticket', 36).notNullable().comment('Of whoever replays it');
    table.string('state', 16).notNullable().comment('running, done, failed');
    table.string('by').notNullable().comment('Reference, small letters');
    table.integer('done').notNullable().comment('Usages so far');
    table.string('started_at', 24).notNullable();
    table.string('heard_at', 24).notNullable();
    table.text('result').comment('JSON; null unless done');
    table.text('problem').comment('Null unless failed');
  });
  await knex.schema.createTable('proposal_acknowledgements', table => {
    table.comment('What of a replay somebody has seen and answers for');
    table
      .string('proposal_id', 36)
      .notNullable()
      .references('id')
      .inTable('proposals')
      .onDelete('CASCADE');
    table.string('binding', 64).notNullable();
    table.string('key', 64).notNullable().comment('Of a group or identity');
    table.string('by').notNullable().comment('Reference, small letters');
    table.text('text').notNullable();
    table.string('at', 24).notNullable();
    table.primary(['proposal_id', 'binding', 'key']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('proposal_acknowledgements');
  await knex.schema.dropTable('proposal_replays');
};
