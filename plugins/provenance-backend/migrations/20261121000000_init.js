// @ts-check

/**
 * Plain JavaScript, because knex loads migrations from the published package as they lie, without a compiler.
 *
 * Every instant is text in ISO 8601 with milliseconds and `Z`: it sorts as time, reads the same on SQLite and
 * PostgreSQL, and comes from the injected clock, never from the database's. Every record of the domain is JSON in a
 * text column and not in `jsonb`: strangers' texts may hold a NUL, which `jsonb` refuses.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await createUsages(knex);
  await createKnowledge(knex);
  await createVerdicts(knex);
  await createWork(knex);
  await createTrust(knex);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'trust',
    'work',
    'findings',
    'transitions',
    'judgements',
    'accepted_materials',
    'evidence',
    'collections',
    'materials',
    'locator_passes',
    'usage_claims',
    'usage_states',
    'usages',
  ]) {
    await knex.schema.dropTable(table);
  }
};

/** @param {import('knex').Knex} knex */
async function createUsages(knex) {
  await knex.schema.createTable('usages', table => {
    table.comment('What is judged: identities, kept for ever');
    table
      .string('id', 64)
      .primary()
      .comment(
        'Hash of the identity, so that two replicas that find the same usage write the same row',
      );
    table.text('entity_ref').notNullable();
    table.string('kind', 64).notNullable();
    table
      .text('repository')
      .comment('Null for the placeholder of an annotation that cannot be read');
    table.text('environment');
    table.text('cloud');
    table.text('location');
    table.string('created_at', 24).notNullable();
    table.index(['entity_ref', 'id'], 'usages_entity_ref_idx');
  });
  await knex.schema.createTable('usage_states', table => {
    table.comment(
      'What a usage ran from when to when; a release closes a row and opens the next',
    );
    table.bigIncrements('id');
    usageId(table);
    table.text('reference').notNullable();
    table.text('bundle_url');
    table.text('tag');
    table.string('digest', 71).comment('To what the reference last resolved');
    table
      .text('problem')
      .comment('JSON cause: why this reference cannot be looked at');
    table
      .text('resolution')
      .notNullable()
      .comment('JSON: how the newest attempt to resolve went');
    table.string('valid_from', 24).notNullable();
    table.string('valid_to', 24).comment('Null while it holds');
    table.index(['usage_id', 'valid_from'], 'usage_states_usage_idx');
  });
  await onlyOneOpen(knex, 'usage_states', ['usage_id'], 'valid_to');
  await knex.schema.createTable('usage_claims', table => {
    table.comment('Which locator says that a usage exists');
    table.bigIncrements('id');
    usageId(table);
    table.string('locator', 64).notNullable();
    table
      .string('standing', 16)
      .notNullable()
      .comment('observed, reported or declared');
    table.text('reference').notNullable();
    table.string('first_seen_at', 24).notNullable();
    table.string('valid_to', 24).comment('Null while the locator says so');
    table.index(['usage_id', 'locator'], 'usage_claims_usage_idx');
  });
  await onlyOneOpen(knex, 'usage_claims', ['usage_id', 'locator'], 'valid_to');
  await knex.schema.createTable('locator_passes', table => {
    table.comment(
      'The last finished pass of each locator; open claims were seen then, so that an unchanged pass writes one row',
    );
    table.string('locator', 64).primary();
    table.string('finished_at', 24).notNullable();
  });
}

/** @param {import('knex').Knex} knex */
async function createKnowledge(knex) {
  await knex.schema.createTable('materials', table => {
    table.comment('Signed material, each once, its bytes kept exactly');
    table.string('digest', 71).primary();
    table
      .binary('content')
      .notNullable()
      .comment('gzip of the encoded material');
    table.integer('size').notNullable().comment('Bytes before compression');
    table.string('first_seen_at', 24).notNullable();
  });
  await knex.schema.createTable('collections', table => {
    table.comment(
      'Looks at a digest; a run of looks with the same result is one row',
    );
    table.bigIncrements('id');
    table.string('subject', 71).notNullable();
    table.text('repository').notNullable();
    table
      .text('bundle_url')
      .notNullable()
      .comment('Empty where none was declared');
    table
      .integer('complete')
      .notNullable()
      .comment(
        '1 where no infrastructure or configuration kept it from being finished',
      );
    table.string('content_hash', 64).notNullable();
    table.text('content').notNullable().comment('JSON collection');
    table.string('first_at', 24).notNullable();
    table.string('last_at', 24).notNullable();
    table.index(['subject', 'last_at'], 'collections_subject_idx');
  });
  await knex.schema.createTable('evidence', table => {
    table.comment('What an authority proves about a material over a subject');
    table.string('subject', 71).notNullable();
    table.string('material', 71).notNullable();
    table.string('authority_digest', 71).notNullable();
    table.integer('verifier_revision').notNullable();
    table.string('status', 16).notNullable();
    table.text('content').notNullable().comment('JSON evidence');
    table.string('verified_at', 24).notNullable();
    table.primary([
      'subject',
      'material',
      'authority_digest',
      'verifier_revision',
    ]);
    table.index(
      ['authority_digest', 'status', 'verified_at'],
      'evidence_authority_idx',
    );
  });
  await knex.schema.createTable('accepted_materials', table => {
    table.comment(
      'What was accepted once on a usage: its absence later is a finding',
    );
    usageId(table);
    table.string('subject', 71).notNullable();
    table.string('material', 71).notNullable();
    table.string('accepted_at', 24).notNullable();
    table.primary(['usage_id', 'subject', 'material']);
  });
}

/** @param {import('knex').Knex} knex */
async function createVerdicts(knex) {
  await knex.schema.createTable('judgements', table => {
    table.comment('The verdict of each usage now');
    table
      .string('usage_id', 64)
      .primary()
      .references('id')
      .inTable('usages')
      .onDelete('CASCADE');
    table.string('verdict', 16).notNullable();
    table.string('decision', 16).notNullable();
    table.string('reason_code', 64).notNullable();
    table.text('content').notNullable().comment('JSON judgement');
    table
      .string('generation', 64)
      .notNullable()
      .comment('Hash of everything in configuration that a verdict depends on');
    table.integer('revision').notNullable().comment('Counts the writes');
    table
      .string('since', 24)
      .notNullable()
      .comment('When verdict or leading reason last changed');
    table.string('judged_at', 24).notNullable();
    table.string('last_checked_at', 24).comment('Null before the first look');
    table.index(['verdict'], 'judgements_verdict_idx');
    table.index(['generation'], 'judgements_generation_idx');
  });
  await knex.schema.createTable('transitions', table => {
    table.comment('Every change of a verdict or its leading reason');
    table.bigIncrements('id');
    usageId(table);
    table.string('at', 24).notNullable();
    table.string('from_verdict', 16);
    table.string('from_reason_code', 64);
    table.string('verdict', 16).notNullable();
    table.string('decision', 16).notNullable();
    table.string('reason_code', 64).notNullable();
    table.text('content').notNullable().comment('JSON judgement');
    table.index(['usage_id', 'at'], 'transitions_usage_idx');
  });
  await knex.schema.createTable('findings', table => {
    table.comment('What happened to a usage and deserves a look of its own');
    table.bigIncrements('id');
    usageId(table);
    table.string('code', 64).notNullable();
    table
      .text('about')
      .notNullable()
      .comment('Tells findings of one code apart: a reference or a material');
    table.text('old');
    table.text('new');
    table.string('first_seen_at', 24).notNullable();
    table.string('last_seen_at', 24).notNullable();
    table.string('closed_at', 24).comment('Null while it stands');
  });
  await onlyOneOpen(
    knex,
    'findings',
    ['usage_id', 'code', 'about'],
    'closed_at',
  );
}

/** @param {import('knex').Knex} knex */
async function createWork(knex) {
  await knex.schema.createTable('work', table => {
    table.comment('When each usage is looked at next, and who is at it');
    table
      .string('usage_id', 64)
      .primary()
      .references('id')
      .inTable('usages')
      .onDelete('CASCADE');
    table.string('next_at', 24).notNullable();
    table
      .integer('priority')
      .notNullable()
      .comment('1 where a person waits, else 0');
    table
      .string('leased_until', 24)
      .comment('A claim that is older counts as dead');
    table
      .string('ticket', 36)
      .notNullable()
      .comment(
        'Changes with each claim and each new reference; a result with another one is discarded',
      );
    table
      .integer('attempts')
      .notNullable()
      .comment('Looks in a row that infrastructure kept from being finished');
    table.index(['priority', 'next_at'], 'work_due_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function createTrust(knex) {
  await knex.schema.createTable('trust', table => {
    table.comment(
      'The last good version of each authority, so that a restart needs no mirror and nobody can lead back',
    );
    table
      .string('key', 64)
      .primary()
      .comment('Hash of everything that pins the source');
    table
      .integer('revision')
      .notNullable()
      .comment('Counts the writes; each goes over the one that it read');
    table
      .string('digest', 71)
      .notNullable()
      .comment('Of the content; a row that does not match it counts as absent');
    table.text('content').notNullable().comment('JSON, read by the verifier');
  });
}

/** @param {import('knex').Knex.CreateTableBuilder} table */
function usageId(table) {
  table
    .string('usage_id', 64)
    .notNullable()
    .references('id')
    .inTable('usages')
    .onDelete('CASCADE');
}

/**
 * Two replicas that open a row at once must not both succeed. A partial index says so in the database; both dialects
 * have it, knex has no word for it.
 *
 * @param {import('knex').Knex} knex
 * @param {string} table
 * @param {string[]} columns
 * @param {string} end
 */
async function onlyOneOpen(knex, table, columns, end) {
  await knex.raw(
    `CREATE UNIQUE INDEX ${table}_open_idx ON ${table} (${columns.join(
      ', ',
    )}) WHERE ${end} IS NULL`,
  );
}
