import type { Digest } from '@countersign/domain';
import type { Authority } from '@countersign/verifier';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, digestOf, evidenceOf } from '../__testUtils__/fixtures';
import { untilSomebodyWaits } from '../__testUtils__/untilSomebodyWaits';
import { isPostgres } from '../store/dialect';
import { proposeGeneration } from '../store/operations/proposeGeneration';
import { readActiveGeneration } from '../store/operations/readActiveGeneration';
import { storeEvidence } from '../store/operations/storeEvidence';
import { pruneGenerations } from './pruneGenerations';

jest.setTimeout(60_000);

const since = at(100);

describe.each(databases.eachSupportedId())('pruneGenerations on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
  });

  /** Puts a generation into force that has one authority of this digest. */
  const propose = (number: number, minute: number, digest: Digest) =>
    proposeGeneration({
      knex,
      expected: number - 1,
      proposal: {
        generation: `g${number}`,
        content: {
          ...{ verifierRevision: 1, judgeRevision: 1, registryVersion: 1 },
          authorities: [{ name: 'acme', kind: 'sigstore', digest }],
          configurationHash: 'c',
        },
        occasion: 'start',
        proposedBy: 'r1',
      },
      authorities: [
        { name: 'acme', kind: 'sigstore', digest, content: {} },
      ] as unknown as Authority[],
      now: at(minute),
    });

  const left = async () => ({
    numbers: await knex('generations').orderBy('number').pluck('number'),
    authorities: (await knex('authority_versions').orderBy('digest')).map(
      ({ digest }) => digest.at(-1),
    ),
  });

  it('S10.3 keeps the generation that was in force then, all later ones and what their authorities held', async () => {
    await propose(1, 1, digestOf('a'));
    await propose(2, 2, digestOf('b'));
    await propose(3, 3, digestOf('c'));
    await propose(4, 101, digestOf('d'));
    expect(await pruneGenerations({ knex, since })).toEqual({
      generations: 2,
      authorities: 2,
    });
    expect(await left()).toEqual({ numbers: [3, 4], authorities: ['c', 'd'] });
    expect(await pruneGenerations({ knex, since })).toEqual({
      generations: 0,
      authorities: 0,
    });
  });

  it('S6.3 S10.3 never removes the active generation, however old it is', async () => {
    await propose(1, 1, digestOf('a'));
    await propose(2, 2, digestOf('b'));
    await pruneGenerations({ knex, since: at(10_000) });
    expect(await readActiveGeneration({ knex })).toMatchObject({
      number: 2,
      generation: 'g2',
    });
    expect(await left()).toEqual({ numbers: [2], authorities: ['b'] });
  });

  it('S1.4 keeps an authority as long as evidence names it, or a later generation took it up again', async () => {
    await propose(1, 1, digestOf('a'));
    await propose(2, 2, digestOf('b'));
    await propose(3, 3, digestOf('c'));
    await propose(4, 101, digestOf('b'));
    const authority = { name: 'acme', digest: digestOf('a') };
    const evidence = [evidenceOf(digestOf('1'), digestOf('2'), authority)];
    await knex.transaction(trx => storeEvidence({ trx, evidence, now: at(1) }));
    await pruneGenerations({ knex, since });
    expect(await left()).toEqual({
      numbers: [3, 4],
      authorities: ['a', 'b', 'c'],
    });
  });

  it('S10.3 removes nothing where it cannot read what is referred to', async () => {
    await propose(1, 1, digestOf('a'));
    await propose(2, 2, digestOf('b'));
    await propose(3, 3, digestOf('c'));
    await knex('generations').where({ number: 3 }).update({ content: '{' });
    await expect(pruneGenerations({ knex, since })).rejects.toThrow(
      SyntaxError,
    );
    expect(await left()).toEqual({
      numbers: [1, 2, 3],
      authorities: ['a', 'b', 'c'],
    });
  });

  it('S6.3 waits for a proposal that is under way, and keeps what it takes up again', async () => {
    // SQLite runs one transaction at a time: there is nothing to wait for.
    if (!isPostgres(knex)) return;
    await propose(1, 1, digestOf('a'));
    await propose(2, 2, digestOf('b'));
    const proposing = await knex.transaction();
    await proposing.raw('LOCK TABLE generations IN EXCLUSIVE MODE');
    const pruning = pruneGenerations({ knex, since });
    await untilSomebodyWaits(knex);
    const active = await proposing('generations').where({ number: 1 }).first();
    await proposing('generations').insert({ ...active, number: 3 });
    await proposing.commit();
    expect(await pruning).toEqual({ generations: 2, authorities: 1 });
    expect(await left()).toEqual({ numbers: [3], authorities: ['a'] });
  });
});
