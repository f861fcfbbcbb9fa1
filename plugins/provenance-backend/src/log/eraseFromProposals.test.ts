import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';
import {
  governed,
  observing,
  oneApproval,
  seed,
} from '../__testUtils__/governed';
import {
  acknowledgeReplay,
  commentOnProposal,
  editProposal,
  mergeProposal,
  moveProposal,
  readProposal,
  reviewVersion,
} from '../store';
import { readApproved } from '../store/operations/readApproved';
import { checkIntegrity } from './checkIntegrity';
import { eraseIdentity } from './eraseIdentity';
import { inSnapshot } from './inSnapshot';

jest.setTimeout(60_000);

const [ann, mallory, oscar, sara] = ['ann', 'mallory', 'oscar', 'sara'].map(
  name => `user:default/${name}`,
);

describe.each(databases.eachSupportedId())(
  'erasing somebody from proposals, %s',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      await governed(knex).seeded();
    });

    const erase = (identity: string) =>
      eraseIdentity({ knex, identity, now: at(30) });
    const binding = (id: string) => governed(knex).binding(id);
    const everything = async () =>
      JSON.stringify(
        await Promise.all(
          [
            ...['proposals', 'proposal_authors', 'proposal_reviews'],
            ...['proposal_acknowledgements', 'acceptance_versions'],
            'log_entries',
          ].map(table => knex(table)),
        ),
      );

    /** Mallory's, which oscar edits and mentions her in, and of which ann speaks. */
    async function approved() {
      const people = governed(knex);
      const id = await people.opened();
      await editProposal({
        ...{ knex, id, expected: await binding(id), by: oscar, now: at(3) },
        text: {
          ...{ title: 'Observe', reason: `As ${mallory} says.`, answers: [] },
          content: observing,
        },
      });
      await acknowledgeReplay({
        ...{ knex, id, expected: await binding(id), keys: ['k'], by: ann },
        ...{ text: 'Seen.', now: at(4) },
      });
      const text = `Ask ${mallory}-lou, not ${mallory}.`;
      await commentOnProposal({ knex, id, text, by: ann, now: at(4) });
      await people.approve(id, ann);
      return id;
    }
    const merge = async (id: string) =>
      mergeProposal({
        ...{ knex, id, by: oscar, expected: await binding(id), now: at(5) },
        decide: oneApproval,
      });

    it('S10.1 leaves what was approved, by whom nobody knows, and the log whole', async () => {
      const id = await approved();
      await merge(id);
      for (const who of [mallory, ann, oscar])
        expect(await erase(who)).toBeGreaterThan(0);
      const proposal = (await readProposal({ knex, id }))!;
      expect(proposal).toMatchObject({
        ...{ state: 'merged', authors: ['erased'], reason: 'As erased says.' },
        reviews: [
          {
            act: 'comment',
            by: 'erased',
            text: `Ask ${mallory}-lou, not erased.`,
          },
          { act: 'approve', by: 'erased' },
          { act: 'merge', by: 'erased' },
        ],
      });
      const left = (await everything()).replaceAll(`${mallory}-lou`, '');
      for (const who of [mallory, ann, oscar]) expect(left).not.toContain(who);
      expect(await inSnapshot(knex, readApproved)).toMatchObject({
        status: 'good',
        version: { number: 2 },
      });
      const { status, differences } = await checkIntegrity({
        ...{ knex, now: new Date(at(31)) },
      });
      expect({ status, differences }).toEqual({ status: 'whole' });
      expect(await erase(mallory)).toBe(0);
    });

    it('S9.2 is refused, and changes nothing, while their word counts in an open proposal', async () => {
      const id = await approved();
      const before = await everything();
      for (const who of [mallory, oscar, ann, 'user:default/ANN'])
        await expect(erase(who)).rejects.toThrow(
          `they are named in the proposal ${id}, which is open; merge, reject or withdraw it first`,
        );
      expect(await everything()).toBe(before);
      await expect(erase(sara)).resolves.toBe(0);
      await moveProposal({
        ...{ knex, id, act: 'withdraw', by: oscar, now: at(6) },
        expected: await binding(id),
      });
      expect(await erase(ann)).toBeGreaterThan(0);
    });

    it('S9.4 is refused while whoever wrote or merged a version could review it without a name', async () => {
      const people = governed(knex);
      const distrust = [{ key: 'platform-key', reason: 'It leaked.' }];
      const id = await people.opened({ ...seed, distrust });
      await mergeProposal({
        ...{ knex, id, by: sara, expected: await binding(id), now: at(5) },
        decide: () => ({ counted: [], isReviewed: false }),
      });
      for (const who of [mallory, sara])
        await expect(erase(who)).rejects.toThrow(
          'they are named in version 2, which nobody has reviewed; have it reviewed first',
        );
      const { content_hash: expected } = await knex('acceptance_versions')
        .where({ number: 2 })
        .first();
      await reviewVersion({
        ...{ knex, number: 2, expected, by: ann, now: at(6) },
      });
      for (const who of [mallory, sara, ann])
        expect(await erase(who)).toBeGreaterThan(0);
      const { review } = await knex('acceptance_versions')
        .where({ number: 2 })
        .first();
      expect(JSON.parse(review)).toEqual({ by: 'erased', at: at(6) });
    });
  },
);
