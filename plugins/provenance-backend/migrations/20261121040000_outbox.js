// @ts-check

/**
 * What people are told: first what happened, written with it in one transaction, then the messages that were made of
 * it, each until it was sent. See docs/adr for why these are two tables.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await createOutbox(knex);
  await createMessages(knex);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('messages');
  await knex.schema.dropTable('outbox');
};

/** @param {import('knex').Knex} knex */
async function createOutbox(knex) {
  await knex.schema.createTable('outbox', table => {
    table.comment(
      'What happened and somebody should hear of; deleted some days later',
    );
    table.bigIncrements('id');
    table.string('topic', 32).notNullable();
    table
      .string('cause', 200)
      .notNullable()
      .comment('The root cause: what has the same one is told together');
    table
      .string('usage_id', 64)
      .references('id')
      .inTable('usages')
      .onDelete('CASCADE')
      .comment('Null for a host');
    table.text('entity_ref').comment('Null for a host');
    table
      .text('subject')
      .notNullable()
      .comment('What people call it: a reference or a host');
    table.text('environment');
    table.string('code', 64).comment('For a host: why it counts as down');
    table.string('happened_at', 24).notNullable();
    table
      .string('told_at', 24)
      .comment('When messages were made of it; null before');
    table.index(['cause', 'told_at'], 'outbox_cause_idx');
    table.index(['usage_id'], 'outbox_usage_idx');
  });
  // Nearly all rows were told: the few that wait are found without reading the others.
  await knex.raw(
    'CREATE INDEX outbox_waiting_idx ON outbox (id) WHERE told_at IS NULL',
  );
}

/** @param {import('knex').Knex} knex */
async function createMessages(knex) {
  await knex.schema.createTable('messages', table => {
    table.comment('Alerts on their way to one sink; deleted some days later');
    table.string('id', 64).notNullable();
    table.string('sink', 64).notNullable();
    table.text('content').notNullable().comment('JSON alert');
    table.string('created_at', 24).notNullable();
    table.string('next_at', 24).notNullable();
    table
      .string('leased_until', 24)
      .comment('A claim that is older counts as dead');
    table
      .string('ticket', 36)
      .notNullable()
      .comment('Changes with each claim; whoever holds another one came late');
    table.integer('attempts').notNullable();
    table.string('ended_at', 24).comment('Null while it is on its way');
    table.string('outcome', 16).comment('sent or given-up; null before');
    table.primary(['id', 'sink']);
    table.index(['ended_at', 'next_at'], 'messages_due_idx');
  });
}
