// @ts-check

/**
 * What replicas share so that a digest is collected once, whatever names lead to it, and how often somebody asked for
 * looks.
 *
 * Both tables may be emptied at any time: a digest is collected once more then, and a count begins anew.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('digest_looks', table => {
    table.comment(
      'Looks at digests that are under way or were just made, for whoever comes to the same digest by another name',
    );
    table
      .string('key', 64)
      .primary()
      .comment(
        'Hash of all that the answer depends on: generation, repository, bundle, digest, and which credentials are at hand',
      );
    table.string('began_at', 24).notNullable();
    table
      .string('held_until', 24)
      .comment('Somebody looks until then; null when the look has ended');
    table.string('ticket', 36).notNullable().comment('Of who looks or looked');
    table
      .text('collection')
      .comment('JSON of the complete look; null until it has ended');
    table.index(['began_at'], 'digest_looks_began_idx');
  });
  await knex.schema.createTable('check_counts', table => {
    table.comment('How many looks each principal asked for in its last minute');
    table.string('principal', 64).primary().comment('Hash of who asked');
    table.string('minute', 24).notNullable().comment('Its beginning');
    table.integer('count').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('check_counts');
  await knex.schema.dropTable('digest_looks');
};
