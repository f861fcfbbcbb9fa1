// @ts-check

/**
 * Claims carry all that their locator says, because several locators speak about one entity and whose word holds is
 * decided anew whenever one of them says something else. Entities are kept to tell how many of them have no usage at
 * all, and to notice what is gone without writing a row for what is there.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('usages', table => {
    table
      .text('member')
      .comment(
        'Tells apart what one place runs several of at once; null for the first',
      );
  });
  await knex.schema.alterTable('usage_claims', table => {
    table.text('entity_ref').comment('Null in rows of an older release');
    table
      .text('content')
      .comment('JSON claim; null in rows of an older release');
    table.string('content_hash', 64);
    table
      .integer('outranked')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Where a better claim speaks over it: 1 not comparable, 2 the same, 3 different; else 0',
      );
    table
      .string('missing_since', 24)
      .comment('The first finished pass that did not see it any more');
    table.string('expires_at', 24).comment('When a report ends by itself');
    table.index(['entity_ref'], 'usage_claims_entity_ref_idx');
    table.index(['expires_at'], 'usage_claims_expires_at_idx');
  });
  await knex('usage_claims').update({
    entity_ref: knex('usages')
      .where('usages.id', knex.ref('usage_claims.usage_id'))
      .select('entity_ref'),
  });
  await knex.raw('DROP INDEX usage_claims_open_idx');
  await knex.raw(
    `CREATE UNIQUE INDEX usage_claims_open_idx
      ON usage_claims (usage_id, locator, reference) WHERE valid_to IS NULL`,
  );
  await knex.schema.alterTable('locator_passes', table => {
    table.string('failing_since', 24);
    table.text('problem').comment('Why its last pass could not be finished');
    table.integer('entities').comment('Of the last finished pass');
    table.integer('claims').comment('Of the last finished pass');
    table.string('held_since', 24).comment('Since when it would end too much');
  });
  await knex.schema.createTable('entities', table => {
    table.comment(
      'Entities that may run or ship artifacts, as the catalog had them last',
    );
    table.text('entity_ref').primary();
    table.string('kind', 64).notNullable();
    table.text('type');
    table.text('owner').comment('Entity reference of the owner');
    table.text('system').comment('Entity reference of the system');
    table
      .text('problem')
      .comment('Why the catalog could not process it: it may be frozen');
    table.text('hints').notNullable().comment('JSON: what could locate it');
    table.string('first_seen_at', 24).notNullable();
    table
      .string('missing_since', 24)
      .comment('The first finished pass that did not see it any more');
    table.index(['kind', 'type'], 'entities_kind_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('entities');
  await knex.schema.alterTable('locator_passes', table => {
    table.dropColumns(
      'failing_since',
      'problem',
      'entities',
      'claims',
      'held_since',
    );
  });
  await knex.raw('DROP INDEX usage_claims_open_idx');
  // The older release knows one claim a locator and usage, and no members.
  await knex.raw(
    `DELETE FROM usage_claims WHERE valid_to IS NULL AND id NOT IN (
      SELECT max(id) FROM usage_claims WHERE valid_to IS NULL GROUP BY usage_id, locator)`,
  );
  await knex.raw(
    `CREATE UNIQUE INDEX usage_claims_open_idx
      ON usage_claims (usage_id, locator) WHERE valid_to IS NULL`,
  );
  await knex.schema.alterTable('usage_claims', table => {
    table.dropIndex(['expires_at'], 'usage_claims_expires_at_idx');
    table.dropIndex(['entity_ref'], 'usage_claims_entity_ref_idx');
    table.dropColumns(
      'entity_ref',
      'content',
      'content_hash',
      'outranked',
      'missing_since',
      'expires_at',
    );
  });
  await knex.schema.alterTable('usages', table => {
    table.dropColumn('member');
  });
};
