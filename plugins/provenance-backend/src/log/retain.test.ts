import { mockServices } from '@backstage/backend-test-utils';
import type { Collection, Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  collectionOf,
  declared,
  digestOf,
  entryOf,
  evidenceOf,
  ManualClock,
  materialOf,
  registryDown,
  repository,
  sync,
} from '../__testUtils__/fixtures';
import { storeCollections } from '../store/operations/storeCollections';
import { storeEvidence } from '../store/operations/storeEvidence';
import { storeMaterials } from '../store/operations/storeMaterials';
import { sealed } from './__testUtils__/entries';
import { checkIntegrity } from './checkIntegrity';
import { retain } from './retain';
import { sealAll } from './startSealer';

jest.setTimeout(60_000);

const day = 24 * 60;
const today = 100 * day;
const retentionMs = 30 * 86_400_000;
const authority = { name: 'acme', digest: digestOf('e') };
const subject = digestOf('a');
const nothing = {
  ...{ entries: 0, looks: 0, findings: 0, states: 0, claims: 0 },
  ...{ generations: 0, authorities: 0, signers: 0, signerForms: 0 },
};

describe.each(databases.eachSupportedId())('retain on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
  });

  /** A look that found these materials, and what follows from it. */
  const look = (
    when: number,
    found: string,
    changes: Partial<Collection> = {},
  ) =>
    knex.transaction(async trx => {
      const materials = [...found].map(materialOf);
      const collection = collectionOf(changes.subject ?? subject, at(when), {
        material: materials.map(entryOf),
        ...changes,
      });
      await storeMaterials({ trx, materials, now: at(when) });
      await storeCollections({ trx, looks: [{ collection, now: at(when) }] });
      const evidence = materials.map(({ digest }) =>
        evidenceOf(collection.subject, digest, authority),
      );
      await storeEvidence({ trx, evidence, now: at(when) });
    });

  const uses = async (digest: Digest, until?: number) => {
    const [usageId] = await sync(knex, [
      declared({ reference: `${repository}@${digest}` }),
    ]);
    await knex('usage_states')
      .where({ usage_id: usageId })
      .update({ digest, valid_to: until === undefined ? null : at(until) });
    await knex('accepted_materials').insert({
      usage_id: usageId,
      subject: digest,
      material: digestOf('1'),
      accepted_at: at(0),
    });
    // Its first transition goes with the log; what it told of needs nothing to be kept.
    await sealAll({ knex, clock: new ManualClock(at(0)) });
  };

  const run = () =>
    retain({
      knex,
      clock: new ManualClock(at(today)),
      logger: mockServices.logger.mock(),
      retentionMs,
      signal: new AbortController().signal,
    });

  const looks = async () => {
    const rows = await knex('collections').orderBy('last_at').pluck('last_at');
    const start = Date.parse(at(0));
    return rows.map(last => (Date.parse(last) - start) / 86_400_000);
  };
  const stored = async (table: string, column: string) => {
    const values: string[] = await knex(table).distinct().pluck(column);
    return values.map(value => value.charAt('sha256:'.length)).sort();
  };

  it('S7.3 S10.3 keeps of a digest in use the first look, the one in force at the cut and all later ones', async () => {
    await uses(subject);
    await look(0, '1');
    await look(10 * day, '12');
    await look(20 * day, '3');
    await look(30 * day, '', {
      sources: [{ source: 'subject', status: 'failed', cause: registryDown }],
    });
    await look(90 * day, '4');
    expect(await run()).toMatchObject({ entries: 1, looks: 1 });
    expect(await looks()).toEqual([0, 20, 30, 90]);
    expect(await stored('materials', 'digest')).toEqual(['1', '3', '4']);
    expect(await stored('evidence', 'material')).toEqual(['1', '3', '4']);
    expect(await run()).toEqual(nothing);
  });

  it('S10.3 removes everything about a digest that nobody used since the cut', async () => {
    await uses(subject, 60 * day);
    await look(0, '1');
    await look(10 * day, '2');
    expect(await run()).toMatchObject({ entries: 1, looks: 2 });
    for (const table of [
      'collections',
      'evidence',
      'materials',
      'accepted_materials',
    ])
      expect([table, await knex(table)]).toEqual([table, []]);
  });

  it('S10.3 keeps what was used since the cut, and what it lists', async () => {
    const child = digestOf('b');
    await uses(subject, 80 * day);
    await look(0, '1', {
      children: [{ digest: child, mediaType: 'x', isRunnable: true }],
    });
    await look(0, '2', { subject: child });
    expect(await run()).toEqual({ ...nothing, entries: 1 });
  });

  it('S10.3 keeps an envelope that is needed for another digest', async () => {
    const other = digestOf('b');
    await uses(other);
    await look(0, '1', { subject: other });
    await look(0, '1');
    expect(await run()).toEqual({ ...nothing, entries: 1, looks: 1 });
    expect(await stored('materials', 'digest')).toEqual(['1']);
    expect(await stored('evidence', 'subject')).toEqual(['b']);
  });

  it('S10.3 prunes the log with it, in batches', async () => {
    await sealed(knex, 0, 1, 2, 99 * day);
    expect(await run()).toEqual({ ...nothing, entries: 3 });
    const report = await checkIntegrity({ knex, now: new Date(at(today)) });
    expect(report).toMatchObject({
      status: 'whole',
      checkpoint: { sequence: 3 },
      checked: { from: 4, through: 5 },
    });
  });

  it('removes who has signed nothing that runs', async () => {
    await knex('signers').insert({
      ...{ hash: 'h', type: 'certificate', authority: 'acme' },
      subject: 'ann@example.com',
    });
    expect(await run()).toEqual({ ...nothing, signers: 1 });
    expect(await knex('signers')).toEqual([]);
  });

  it('removes how somebody signed what does not run, but nothing that is about to be referred to', async () => {
    const form = { content: '[]', written_at: at(today - day - 1) };
    await knex('signer_forms').insert([
      { ...form, hash: 'old' },
      { ...form, hash: 'young', written_at: at(today - day) },
    ]);
    expect(await run()).toEqual({ ...nothing, signerForms: 1 });
    expect(await knex('signer_forms').pluck('hash')).toEqual(['young']);
  });

  it('S10.3 keeps what an entry tells of that an interrupted run left', async () => {
    await uses(subject, 60 * day);
    await look(0, '1');
    await knex('log_chain').update({ sealed_at: at(99 * day) });
    expect(await run()).toEqual(nothing);
  });
});
