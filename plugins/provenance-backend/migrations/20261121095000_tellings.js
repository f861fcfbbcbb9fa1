// @ts-check

/**
 * How much each recipient was told lately, and what waits to be told to them as one: whoever moves a tag every minute
 * must not be able to send a message every minute.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('tellings', table => {
    table.comment(
      'A row for each message and recipient; what is older than the window is deleted some days later',
    );
    table.bigIncrements('id');
    table.string('recipient', 255).notNullable().comment('A user or group');
    table
      .string('scope', 64)
      .notNullable()
      .comment('Hash of what it was about; "summary" for one that closes');
    table.string('told_at', 24).notNullable();
    table.index(['recipient', 'told_at'], 'tellings_recipient_idx');
  });
  await knex.schema.createTable('held_news', table => {
    table.comment(
      'What a recipient was not told by itself, because they were told much; deleted with the summary of it',
    );
    table.string('recipient', 255).notNullable();
    table
      .bigInteger('outbox_id')
      .notNullable()
      .references('id')
      .inTable('outbox')
      .onDelete('CASCADE');
    table.string('scope', 64).notNullable().comment('As in tellings');
    table.string('held_at', 24).notNullable();
    table.primary(['recipient', 'outbox_id']);
    table.index(['outbox_id'], 'held_news_outbox_idx');
    table.index(['held_at'], 'held_news_held_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('held_news');
  await knex.schema.dropTable('tellings');
};
