// @ts-check

/**
 * Replays of lists that nobody has proposed: what a file would change, for whoever asks before they propose it. They are
 * kept for an hour, so that any replica can say how far one is.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('registry_replays', table => {
    table.comment('Replays of lists that are no proposal; kept for an hour');
    table.string('id', 36).primary();
    table.string('by', 255).notNullable().comment('A user or a service');
    table.integer('base').notNullable().comment('Number of a version');
    table.string('state', 16).notNullable().comment('running, done, failed');
    table.integer('done').notNullable().comment('Usages so far');
    table.string('started_at', 24).notNullable();
    table.string('heard_at', 24).notNullable();
    table.text('result').comment('JSON; null unless done');
    table.text('problem').comment('Null unless failed');
  });
  // One caller has one replay under way, however often and on how many replicas they ask.
  await knex.raw(
    `CREATE UNIQUE INDEX registry_replays_running_idx
      ON registry_replays ("by") WHERE state = 'running'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('registry_replays');
};
