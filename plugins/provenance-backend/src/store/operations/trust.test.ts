import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  digestOf,
  evidenceOf,
  realMaterial,
} from '../../__testUtils__/fixtures';
import { readTrust } from './readTrust';
import { sampleProven } from './sampleProven';
import { storeEvidence } from './storeEvidence';
import { storeMaterials } from './storeMaterials';
import { writeTrust } from './writeTrust';

jest.setTimeout(60_000);

const key = 'a'.repeat(64);

describe.each(databases.eachSupportedId())('trust, %s', databaseId => {
  it('keeps what was written last, and writes over nothing but what was read', async () => {
    const knex = await migratedDatabase(databaseId);
    expect(await readTrust({ knex, key })).toBeUndefined();
    const write = (content: string, expected: number) =>
      writeTrust({ knex, key, content, expected });
    expect(await write('one', 0)).toBe(true);
    expect(await write('other', 0)).toBe(false);
    expect(await write('two', 1)).toBe(true);
    expect(await write('other', 1)).toBe(false);
    expect(await write('other', 7)).toBe(false);
    expect(await readTrust({ knex, key })).toEqual({
      revision: 2,
      content: 'two',
    });
  });

  it('S6.3 lets one of ten writers through', async () => {
    const knex = await migratedDatabase(databaseId);
    for (const expected of [0, 1]) {
      const written = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          writeTrust({ knex, key, content: `${i}`, expected }),
        ),
      );
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await readTrust({ knex, key })).toEqual({
        revision: expected + 1,
        content: `${written.indexOf(true)}`,
      });
    }
  });

  it('counts a row that somebody altered as absent', async () => {
    const knex = await migratedDatabase(databaseId);
    await writeTrust({ knex, key, content: 'one', expected: 0 });
    await knex('trust').update({ content: 'two' });
    expect(await readTrust({ knex, key })).toEqual({ revision: 1 });
    expect(await writeTrust({ knex, key, content: 'three', expected: 1 })).toBe(
      true,
    );
    expect(await readTrust({ knex, key })).toEqual({
      revision: 2,
      content: 'three',
    });
  });

  it('samples what a version of an authority proved, the newest and others', async () => {
    const knex = await migratedDatabase(databaseId);
    const acme = { name: 'acme', digest: digestOf('1') };
    const other = { name: 'other', digest: digestOf('2') };
    const [old, fresh, failed, foreign] = ['a', 'b', 'c', 'd'].map(
      realMaterial,
    );
    const subject = digestOf('e');
    const outcome = {
      status: 'failed',
      code: 'malformed',
      message: 'x',
    } as const;
    await knex.transaction(async trx => {
      await storeMaterials({
        trx,
        materials: [old, fresh, failed, foreign],
        now: at(0),
      });
      const evidence = [
        [evidenceOf(subject, old.digest, acme)],
        [
          evidenceOf(subject, fresh.digest, acme),
          evidenceOf(subject, failed.digest, acme, outcome),
          evidenceOf(subject, foreign.digest, other),
        ],
      ];
      for (const [i, some] of evidence.entries())
        await storeEvidence({ trx, evidence: some, now: at(i) });
    });
    const sample = (limit: number) =>
      sampleProven({ knex, authorityDigest: acme.digest, limit });
    expect((await sample(9)).map(one => one.material.digest)).toEqual([
      fresh.digest,
      old.digest,
    ]);
    // One of the newest, and one from anywhere: the same, or the smallest digest.
    const [smallest] = [old.digest, fresh.digest].sort();
    expect((await sample(1)).map(one => one.material.digest)).toEqual([
      ...new Set([fresh.digest, smallest]),
    ]);
    expect((await sample(1))[0]).toMatchObject({ subject });
  });
});
