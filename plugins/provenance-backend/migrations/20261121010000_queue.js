// @ts-check

/**
 * One look for everything that names the same, one probe for a host that is down, and judging apart from looking.
 *
 * Columns may be null: a replica of the release before knows nothing of them. A row without a key is looked at by
 * itself, and one without `look_at` counts as due to be looked at whenever it is due at all.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('work', table => {
    table
      .string('look_at', 24)
      .comment('When the next look is due; next_at is the earlier of the two');
    table
      .string('judge_at', 24)
      .comment('When the clock alone changes the verdict; null for never');
    table
      .string('artifact_key', 40)
      .comment('Hash of reference and bundle: who shares it shares a look');
    table.string('host', 255).comment('Who is asked for it');
    table.index(['artifact_key'], 'work_artifact_idx');
    table.index(['host', 'next_at'], 'work_host_idx');
  });
  await knex('work').update({ look_at: knex.ref('next_at') });
  await knex.schema.createTable('hosts', table => {
    table.comment(
      'Hosts that were asked: whether they answer, and when one that does not is tried again',
    );
    table.string('host', 255).primary();
    table
      .integer('failures')
      .notNullable()
      .comment('In a row, none of them while it was left alone');
    table
      .string('failing_since', 24)
      .comment('The first failure of the row; null while it answers');
    table
      .string('down_since', 24)
      .comment('Null while it is asked as usual, else the first failure');
    table.text('cause').comment('JSON cause of the newest failure');
    table.string('next_try_at', 24).comment('Null while it is asked as usual');
    table
      .string('probing_until', 24)
      .comment('One look tries it until then; nobody else does');
    table.string('last_answer_at', 24).comment('Kept to the minute');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('hosts');
  await knex.schema.alterTable('work', table => {
    table.dropIndex(['host', 'next_at'], 'work_host_idx');
    table.dropIndex(['artifact_key'], 'work_artifact_idx');
    table.dropColumn('host');
    table.dropColumn('artifact_key');
    table.dropColumn('judge_at');
    table.dropColumn('look_at');
  });
};
