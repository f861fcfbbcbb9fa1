import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import {
  at,
  declared,
  digestOf,
  judgementOf,
  materialOf,
  collectionOf,
  evidenceOf,
  sync,
  entryOf,
  ManualClock,
} from '../__testUtils__/fixtures';
import { sealAll } from '../log';
import { applyMigrations } from './applyMigrations';
import { claimDueWork } from './operations/claimDueWork';
import { recordLooks, type LookToRecord } from './operations/recordLooks';
import { readKnowledge } from './operations/readKnowledge';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);

const tables = [
  'accepted_materials',
  'collections',
  'current_usages',
  'evidence',
  'findings',
  'held_news',
  'judgements',
  'locator_passes',
  'log_chain',
  'log_entries',
  'log_head',
  'materials',
  'messages',
  'outbox',
  'signer_forms',
  'signers',
  'tellings',
  'transitions',
  'usage_claims',
  'usage_signers',
  'usage_states',
  'usages',
  'work',
];

const signed = {
  signedBy: () => [
    {
      identity: { type: 'key', authority: 'release-key' } as const,
      ...{ accepted: true, knownAs: 'k', signed: ['a b'] },
      forms: [{ subject: 'a', subjectType: 'uri' as const, claims: {} }],
    },
  ],
};

/** One look with everything in it, so that no table is empty when it goes. */
async function fill(knex: Knex) {
  const [id] = await sync(knex, [declared()]);
  const [claim] = await claimDueWork({
    knex,
    now: new Date(at(1)),
    leaseMs: 1,
    limit: 1,
  });
  const known = await readKnowledge({ knex, usageId: id });
  const material = materialOf('b');
  const subject = digestOf('a');
  const look: LookToRecord = {
    claim,
    generation: 'g1',
    now: at(1),
    result: {
      current: known!.current,
      digest: subject,
      resolution: { status: 'resolved', at: at(1) },
      collection: collectionOf(subject, at(1), {
        material: [entryOf(material)],
      }),
      materials: [material],
      below: [],
      evidence: [
        evidenceOf(subject, material.digest, {
          name: 'x',
          digest: digestOf('c'),
        }),
      ],
      judgement: { ...judgementOf('trusted', 'accepted'), ...signed },
      findings: [{ code: 'tag-moved', about: 'x', old: 'a', new: 'b' }],
      decidedFindings: [],
    },
    next: {
      schedule: { lookAt: at(240), attempts: 0 },
      artifact: { key: 'k' },
    },
  };
  await recordLooks({ knex, looks: [look] });
  await sealAll({ knex, clock: new ManualClock() });
  await knex('locator_passes').insert({
    locator: 'annotation',
    finished_at: at(0),
  });
  await knex('outbox').insert({
    ...{ topic: 'distrusted', cause: 'first-look', usage_id: id },
    ...{ entity_ref: 'x', subject: 'x', happened_at: at(1) },
  });
  const [told] = await knex('outbox').select('id');
  await knex('held_news').insert({
    ...{ recipient: 'x', outbox_id: told.id, scope: 's', held_at: at(1) },
  });
  await knex('tellings').insert({ recipient: 'x', scope: 's', told_at: at(1) });
  await knex('messages').insert({
    ...{ id: 'a', sink: 'x', content: '{}', ticket: 't', attempts: 0 },
    ...{ created_at: at(1), next_at: at(1) },
  });
  await knex('accepted_materials').insert({
    usage_id: id,
    subject,
    material: material.digest,
    accepted_at: at(1),
  });
}

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('go up, down with data in them, and up again', async () => {
    const knex = await databases.init(databaseId);
    await applyMigrations(knex);
    await fill(knex);
    for (const table of tables) {
      expect([table, (await knex(table)).length]).toEqual([
        table,
        expect.any(Number),
      ]);
      expect(await knex(table)).not.toHaveLength(0);
    }
    await knex.migrate.rollback({ directory }, true);
    for (const table of tables) {
      expect([table, await knex.schema.hasTable(table)]).toEqual([
        table,
        false,
      ]);
    }
    await applyMigrations(knex);
    await fill(knex);
    expect(await knex('usages')).toHaveLength(1);
  });
});
