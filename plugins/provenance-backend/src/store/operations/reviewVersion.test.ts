import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import { governed, seed } from '../../__testUtils__/governed';
import { checkIntegrity } from '../../log/checkIntegrity';
import { inSnapshot } from '../../log/inSnapshot';
import { mergeProposal } from './mergeProposal';
import { readApproved } from './readApproved';
import { reviewVersion } from './reviewVersion';

jest.setTimeout(60_000);

const [ann, mallory, sara] = ['ann', 'mallory', 'sara'].map(
  name => `user:default/${name}`,
);
const distrusting = {
  ...seed,
  distrust: [{ key: 'platform-key', reason: 'It leaked.' }],
};

describe.each(databases.eachSupportedId())(
  'a review afterwards, %s',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      await governed(knex).seeded();
    });

    const version = (number: number) =>
      knex('acceptance_versions').where({ number }).first();
    const review = async (number: number, by: string, expected?: string) =>
      reviewVersion({
        ...{ knex, number, by, text: 'It leaked indeed.', now: at(9) },
        expected: expected ?? (await version(number)).content_hash,
      });
    const entries = () =>
      knex('log_entries').where({ kind: 'registry-reviewed' }).orderBy('id');
    const refusal = (code: string) => expect.objectContaining({ code });

    /** Mallory's distrust, which sara merges at once. */
    async function mergedAtOnce() {
      const people = governed(knex);
      const id = await people.opened(distrusting);
      await mergeProposal({
        ...{ knex, id, by: sara, now: at(4) },
        expected: await people.binding(id),
        decide: () => ({ counted: [], isReviewed: false }),
      });
    }

    it('S9.4 is by somebody who neither wrote nor merged it, once, and in the log', async () => {
      await mergedAtOnce();
      for (const one of [mallory, 'user:default/SARA'])
        await expect(review(2, one)).rejects.toEqual(refusal('own-proposal'));
      expect(await version(2)).toMatchObject({ is_reviewed: 0, review: null });
      await review(2, ann);
      const { content_hash: hash, ...row } = await version(2);
      expect(row.is_reviewed).toBe(1);
      const word = { by: ann, text: 'It leaked indeed.' };
      expect(JSON.parse(row.review)).toEqual({ ...word, at: at(9) });
      const [entry, ...others] = await entries();
      expect(others).toEqual([]);
      expect(JSON.parse(entry.content)).toEqual({ number: 2, hash });
      expect(JSON.parse(entry.detail)).toEqual(word);
      await expect(review(2, ann)).rejects.toEqual(refusal('wrong-state'));
      expect(await inSnapshot(knex, readApproved)).toMatchObject({
        status: 'good',
        version: { number: 2 },
      });
    });

    it('S9.5 is possible for what was seeded', async () => {
      await review(1, ann);
      expect(await version(1)).toMatchObject({ is_reviewed: 1 });
    });

    it('is of what was seen, and of nothing that somebody changed', async () => {
      await expect(review(1, ann, 'f'.repeat(64))).rejects.toEqual(
        refusal('other-content'),
      );
      await expect(review(7, ann, 'f'.repeat(64))).rejects.toThrow(
        'there is no version 7',
      );
      await knex('acceptance_versions').update({ content: '{"rules":[]}' });
      await expect(review(1, ann)).rejects.toEqual(
        refusal('changed-behind-review'),
      );
      expect(await entries()).toEqual([]);
    });

    it('is refused where nobody knows any more who wrote it', async () => {
      await mergedAtOnce();
      await knex('proposal_authors').delete();
      await expect(review(2, mallory)).rejects.toEqual(
        refusal('changed-behind-review'),
      );
    });

    it('is of no configured list', async () => {
      await knex('acceptance_versions').insert({
        ...{ number: 5, content: '{}', content_hash: 'a'.repeat(64) },
        ...{ source: 'configuration', seen_at: at(0), is_reviewed: 0 },
      });
      await expect(review(5, ann)).rejects.toEqual(refusal('wrong-state'));
    });

    it('S10.2 cannot be written into the table alone', async () => {
      await review(1, ann);
      const now = new Date(at(10));
      const differences = async () =>
        JSON.stringify(await checkIntegrity({ knex, now }));
      expect(await differences()).not.toContain('called reviewed');
      await mergedAtOnce();
      await knex('acceptance_versions')
        .where({ number: 2 })
        .update({ is_reviewed: 1 });
      expect(await differences()).toContain(
        'version 2 is called reviewed, and the log tells of no review',
      );
    });

    it('goes with its migration and leaves the versions', async () => {
      const directory = resolvePackagePath(
        '@countersign/backstage-plugin-provenance-backend',
        'migrations',
      );
      const name = '20261121114000_reviewed.js';
      await review(1, ann);
      await knex.migrate.down({ directory, name });
      expect(await version(1)).not.toHaveProperty('review');
      await knex.migrate.up({ directory, name });
      expect(await version(1)).toMatchObject({ number: 1, review: null });
    });
  },
);
