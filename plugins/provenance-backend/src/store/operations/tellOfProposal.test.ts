import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import { governed, observing, oneApproval } from '../../__testUtils__/governed';
import { commentOnProposal } from './commentOnProposal';
import { createProposal } from './createProposal';
import { editProposal } from './editProposal';
import { mergeProposal } from './mergeProposal';
import { moveProposal } from './moveProposal';
import { reviewProposal } from './reviewProposal';
import {
  mostByOne,
  mostOfOneProposal,
  tellingOfProposals,
} from './tellOfProposal';

jest.setTimeout(60_000);

const [ann, mallory] = ['user:default/ann', 'user:default/mallory'];
const platform = 'group:default/platform';
const governance = { reviewers: [platform], securityReviewers: [] };

describe.each(databases.eachSupportedId())(
  'messages about proposals, %s',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;
    const tell = tellingOfProposals({ sinks: ['one', 'two'], governance });

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      await governed(knex).seeded();
    });

    const people = () => governed(knex);
    const messages = async (sink = 'one') =>
      (await knex('messages').where({ sink }).orderBy('created_at')).map(
        ({ content }) => JSON.parse(content),
      );
    const draft = (title = 'Observe') =>
      createProposal({
        ...{ knex, by: mallory, now: at(1) },
        proposal: {
          ...{ title, reason: 'New.', answers: [], base: 1 },
          content: observing,
        },
      });
    async function opened(minute = 2, title?: string) {
      const id = await draft(title);
      const expected = await people().binding(id);
      const now = at(minute);
      await moveProposal({
        ...{ knex, tell, id, act: 'open', by: mallory, expected, now },
      });
      return { id, expected };
    }

    it('are one for each act and sink, in its transaction', async () => {
      const { id, expected } = await opened();
      await reviewProposal({
        ...{ knex, tell, id, expected },
        ...{ act: 'approve', by: ann, now: at(3) },
      });
      await editProposal({
        ...{ knex, tell, id, expected, by: mallory, now: at(4) },
        text: {
          ...{ title: 'Other', reason: 'New.', answers: [] },
          content: observing,
        },
      });
      await reviewProposal({
        ...{ knex, tell, id, expected },
        ...{ act: 'approve', by: ann, now: at(5) },
      });
      await mergeProposal({
        ...{ knex, tell, id, expected, by: ann, now: at(6) },
        decide: oneApproval,
      });
      const heard = await messages();
      expect(heard.map(({ title, recipients }) => [title, recipients])).toEqual(
        [
          ['Review wanted: Observe', [platform]],
          ['Approved: Observe', [mallory]],
          ['Edited after a review: Other', [platform]],
          ['Approved: Other', [mallory]],
          ['Merged: Other', [mallory]],
        ],
      );
      expect(await messages('two')).toEqual(heard);
      expect(new Set(heard.map(one => one.id)).size).toBe(5);
      expect(heard.every(one => one.id.length <= 64)).toBe(true);
    });

    it('are none of an act that is refused', async () => {
      const { id, expected } = await opened();
      const refused = mergeProposal({
        ...{ knex, tell, id, expected, by: ann, now: at(6) },
        decide: oneApproval,
      });
      await expect(refused).rejects.toThrow('nobody approved this');
      expect(await messages()).toHaveLength(1);
    });

    it('are few about one proposal within an hour; the last says so', async () => {
      const { id } = await opened();
      const comment = (by: string, minute: number) =>
        commentOnProposal({ knex, tell, id, text: 'a', by, now: at(minute) });
      for (let i = 0; i < 15; i++)
        await comment(`user:default/stranger-${i}`, 3);
      const heard = await messages();
      expect(heard).toHaveLength(mostOfOneProposal);
      const isLast = heard.map(one => /Much happens/.test(one.description));
      expect(isLast.filter(Boolean)).toHaveLength(1);
      await comment(ann, 64);
      expect(await messages()).toHaveLength(mostOfOneProposal + 1);
    });

    it('are few by one person, and take nobody else a place', async () => {
      for (let i = 0; i < mostByOne + 3; i++) await opened(2, `No ${i}`);
      expect(await messages()).toHaveLength(mostByOne);
      const id = await draft();
      const now = at(3);
      await commentOnProposal({ knex, tell, id, text: 'a', by: ann, now });
      expect(await messages()).toHaveLength(mostByOne + 1);
      expect(await knex('tellings')).toEqual([]);
    });

    it('are none where nobody brings them, or configuration is the registry', async () => {
      const id = await draft();
      for (const silent of [
        tellingOfProposals({ sinks: [], governance }),
        tellingOfProposals({ sinks: ['one'] }),
      ])
        await commentOnProposal({
          ...{ knex, id, text: 'a', by: ann, now: at(3), tell: silent },
        });
      expect(await knex('messages')).toEqual([]);
    });
  },
);
