// @ts-check

const columns = [
  'settled_hash',
  'settled_at',
  'settled_until',
  'settled_revision',
  'settled_under',
];

/**
 * Most looks find what the look before found, and say what it said. By what a verdict rested on when it was last worked
 * out in full, the next look can tell, and then only times are written. Whatever else writes a verdict raises its
 * revision, so that what lies here speaks of it no more, also where a release does that which does not know of it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('judgements', table => {
    table
      .string('settled_hash', 64)
      .comment('Over what was found; null where the next look judges in full');
    table.string('settled_at', 24).comment('When it was last judged in full');
    table
      .string('settled_until', 24)
      .comment('When rules and evidence say something else; null for never');
    table
      .integer('settled_revision')
      .comment('Of the judgement; another one was written since');
    table
      .integer('settled_under')
      .comment('Number of the active generation, 0 before the first');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('judgements', table => {
    table.dropColumns(...columns);
  });
};
