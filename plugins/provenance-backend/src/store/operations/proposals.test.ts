import { type TestDatabaseId } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { canonicalJson, type RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import {
  governed,
  observing,
  oneApproval,
  seed,
} from '../../__testUtils__/governed';
import { untilSomebodyWaits } from '../../__testUtils__/untilSomebodyWaits';
import { checkIntegrity, pruneLog, sealAll } from '../../log';
import { isPostgres } from '../dialect';
import { commentOnProposal } from './commentOnProposal';
import { createProposal } from './createProposal';
import { editProposal } from './editProposal';
import { listProposals } from './listProposals';
import { mergeProposal } from './mergeProposal';
import { moveProposal } from './moveProposal';
import { readApproved } from './readApproved';
import { readProposal } from './readProposal';
import { rebaseProposal } from './rebaseProposal';
import { reviewProposal } from './reviewProposal';
import { seedAcceptance } from './seedAcceptance';

jest.setTimeout(60_000);

const ann = 'user:default/ann';
const mallory = 'user:default/mallory';
const off: RegistryContent = { rules: [{ ...seed.rules[0], mode: 'off' }] };
const refused = (code: string) =>
  expect.objectContaining({ name: 'ProposalRefusedError', code });

describe.each(databases.eachSupportedId())(
  'proposals in the store, %s',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;
    let people: ReturnType<typeof governed>;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      people = governed(knex);
      await people.seeded();
    });

    const text = (content: RegistryContent) => ({
      ...{ title: 'T', reason: 'R', answers: [], content },
    });
    const edit = async (id: string, by: string, content = off) =>
      editProposal({
        ...{ knex, id, by, now: at(4), text: text(content) },
        expected: await people.binding(id),
      });
    const merge = async (
      id: string,
      decide: Parameters<typeof mergeProposal>[0]['decide'] = oneApproval,
    ) =>
      mergeProposal({
        ...{ knex, id, by: mallory, decide, now: at(9) },
        expected: await people.binding(id),
      });
    const read = async (id: string) => (await readProposal({ knex, id }))!;
    const approved = () => knex.transaction(readApproved);
    const head = async () =>
      (await knex('acceptance_head').first('number')).number;

    it('S9.5 is seeded once by however many replicas, unreviewed', async () => {
      const other = await migratedDatabase(databaseId);
      const content = canonicalJson(seed);
      const numbers = await Promise.all(
        [1, 2, 3, 4].map(() =>
          seedAcceptance({ knex: other, content, now: at(0) }),
        ),
      );
      expect(numbers.filter(one => one !== undefined)).toEqual([1]);
      expect(await other('acceptance_versions')).toMatchObject([
        { number: 1, source: 'seed', predecessor: null, is_reviewed: 0 },
      ]);
      expect(await other('log_entries').pluck('content')).toEqual([
        expect.stringContaining('"source":"seed"'),
      ]);
    });

    it('S9.1 keeps a draft over what is in force, and none over anything else', async () => {
      const id = await people.propose(observing, 1, 'User:Default/Mallory');
      expect(await read(id)).toMatchObject({
        ...{ state: 'draft', base: 1, content: observing },
        ...{ authors: [mallory], reviews: [], createdAt: at(1) },
      });
      await expect(people.propose(observing, 2)).rejects.toEqual(
        refused('base-moved'),
      );
      await knex('acceptance_head').delete();
      await expect(people.propose()).rejects.toEqual(
        refused('nothing-in-force'),
      );
    });

    it('S9.5 S10.2 merges what was approved, and tells the log', async () => {
      const id = await people.opened();
      await people.approve(id);
      expect(await merge(id)).toBe(2);
      expect(await read(id)).toMatchObject({ state: 'merged', mergedAs: 2 });
      expect(await head()).toBe(2);
      const [approval] = await knex('proposal_reviews');
      expect(
        await knex('acceptance_versions').where({ number: 2 }).first(),
      ).toMatchObject({
        ...{ source: 'proposal', predecessor: 1, proposal_id: id },
        ...{ content: canonicalJson(observing), is_reviewed: 1 },
      });
      const entry = await knex('log_entries').orderBy('id', 'desc').first();
      expect(JSON.parse(entry.content)).toEqual({
        ...{ number: 2, source: 'proposal', predecessor: 1, proposal: id },
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        approvals: [Number(approval.id)],
      });
      expect(entry.content).not.toContain('user:');
      expect(JSON.parse(entry.detail)).toMatchObject({
        mergedBy: mallory,
        approvals: [{ by: ann }],
      });
      expect(await approved()).toMatchObject({
        status: 'good',
        version: { number: 2, content: observing },
      });
      await sealAll({ knex, clock: { now: () => new Date(at(10)) } });
      expect(
        await checkIntegrity({ knex, now: new Date(at(10)) }),
      ).toMatchObject({ status: 'whole' });
    });

    it('merges what an older version said as a version of its own', async () => {
      for (const [content, base] of [
        [observing, 1],
        [seed, 2],
      ] as const) {
        const id = await people.opened(content, base);
        await people.approve(id);
        expect(await merge(id)).toBe(base + 1);
      }
    });

    it('S9.1 voids what was approved where an author edits, and makes the editor one', async () => {
      const id = await people.opened();
      await people.approve(id);
      await edit(id, 'user:default/ben');
      expect((await read(id)).authors).toEqual([mallory, 'user:default/ben']);
      await expect(merge(id)).rejects.toThrow('nobody approved this');
      expect(await head()).toBe(1);
    });

    it('S9.2 lets nobody approve who edited, by whatever case', async () => {
      const id = await people.opened();
      await edit(id, 'User:default/Ann');
      for (const by of [ann, 'user:default/ANN', mallory])
        await expect(people.approve(id, by)).rejects.toEqual(
          refused('own-proposal'),
        );
    });

    it('S9.1 voids what was approved where it is rebased, though no word changed', async () => {
      const [first, second] = [await people.opened(off), await people.opened()];
      await people.approve(first);
      await people.approve(second);
      await merge(first);
      await expect(merge(second)).rejects.toEqual(refused('base-moved'));
      const { content, binding } = await read(second);
      await rebaseProposal({
        ...{ knex, id: second, base: 2, content, by: mallory },
        ...{ expected: binding, now: at(5) },
      });
      expect((await read(second)).binding).not.toBe(binding);
      await expect(merge(second)).rejects.toThrow('nobody approved this');
      await people.approve(second, 'user:default/ben');
      expect(await merge(second)).toBe(3);
    });

    it('S9.1 takes no word for what somebody did not see', async () => {
      const id = await people.opened();
      const seen = await people.binding(id);
      await edit(id, mallory);
      const given = { knex, id, expected: seen, now: at(5) };
      const late = refused('other-content');
      await expect(
        reviewProposal({ ...given, act: 'approve', by: ann }),
      ).rejects.toEqual(late);
      await expect(
        editProposal({ ...given, by: mallory, text: text(observing) }),
      ).rejects.toEqual(late);
      await expect(
        mergeProposal({ ...given, by: mallory, decide: oneApproval }),
      ).rejects.toEqual(late);
    });

    it('lets only authors open and withdraw, and nobody touch what has ended', async () => {
      const id = await people.propose();
      const expected = await people.binding(id);
      const given = { knex, id, expected, now: at(5) };
      await expect(
        moveProposal({ ...given, act: 'open', by: ann }),
      ).rejects.toEqual(refused('wrong-author'));
      await expect(people.approve(id)).rejects.toEqual(refused('wrong-state'));
      await moveProposal({ ...given, act: 'withdraw', by: mallory });
      await expect(edit(id, mallory)).rejects.toEqual(refused('wrong-state'));
      await expect(merge(id)).rejects.toEqual(refused('wrong-state'));
      await commentOnProposal({ knex, id, text: 'Why?', by: ann, now: at(6) });
      expect((await read(id)).reviews).toMatchObject([
        { act: 'comment', text: 'Why?', by: ann, binding: expected },
      ]);
      await expect(
        commentOnProposal({ knex, id: 'x', text: '', by: ann, now: at(6) }),
      ).rejects.toThrow(NotFoundError);
    });

    it('S9.1 merges exactly one of two over one base, at once', async () => {
      const ids = [await people.opened(), await people.opened(off)];
      for (const id of ids) await people.approve(id);
      // The first holds the head until the second one waits for it.
      const slowly: typeof oneApproval = situation => oneApproval(situation);
      const first = merge(ids[0], async situation => {
        if (isPostgres(knex)) await untilSomebodyWaits(knex);
        return slowly(situation);
      });
      const results = await Promise.allSettled([first, merge(ids[1])]);
      expect(results.map(({ status }) => status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      expect(results.find(one => one.status === 'rejected')).toMatchObject({
        reason: refused('base-moved'),
      });
      expect(await head()).toBe(2);
      expect(await knex('acceptance_versions')).toHaveLength(2);
      expect((await knex('proposals').pluck('state')).sort()).toEqual([
        'merged',
        'open',
      ]);
    });

    it('S9.1 merges what was approved while somebody edits it, or nothing', async () => {
      const id = await people.opened();
      await people.approve(id);
      let editing: Promise<void> | undefined;
      const expected = await people.binding(id);
      const begin = () =>
        editProposal({
          ...{ knex, id, by: mallory, expected, now: at(4) },
          text: text(off),
        });
      const merging = merge(id, async situation => {
        editing = begin();
        editing.catch(() => {});
        if (isPostgres(knex)) await untilSomebodyWaits(knex);
        return oneApproval(situation);
      });
      expect(await merging).toBe(2);
      await expect(editing).rejects.toEqual(refused('wrong-state'));
      expect(await approved()).toMatchObject({
        version: { content: observing },
      });
    });

    it('S9.5 merges nothing that was changed in the database behind its approvals', async () => {
      const id = await people.opened();
      await people.approve(id);
      const by = { knex, id, by: mallory, decide: oneApproval, now: at(9) };
      const expected = await people.binding(id);
      await knex('proposals').update({ content: canonicalJson(off) });
      await expect(mergeProposal({ ...by, expected })).rejects.toEqual(
        refused('changed-behind-review'),
      );
    });

    it('S9.5 merges nothing over a base that was changed in the database', async () => {
      const id = await people.opened();
      await people.approve(id);
      await knex('acceptance_versions').update({ content: canonicalJson(off) });
      await expect(merge(id)).rejects.toEqual(refused('changed-behind-review'));
    });

    it('S9.5 knows which version is in force from the log, whatever the tables say', async () => {
      const id = await people.opened();
      await people.approve(id);
      await merge(id);
      await knex('acceptance_head').update({ number: 1 });
      expect(await approved()).toMatchObject({ status: 'bad' });
      await knex('acceptance_head').update({ number: 2 });
      expect(await approved()).toMatchObject({ status: 'good' });
      await knex('acceptance_versions')
        .where({ number: 2 })
        .update({ predecessor: null });
      expect(await approved()).toMatchObject({
        why: 'version 2 names another origin',
      });
      await knex('acceptance_versions').where({ number: 2 }).delete();
      await knex('acceptance_head').update({ number: 1 });
      expect(await approved()).toMatchObject({ why: 'version 2 is gone' });
    });

    it('S9.5 seeds nothing again where the tables were emptied, also when the log was pruned since', async () => {
      const seal = (now: Date) => sealAll({ knex, clock: { now: () => now } });
      await seal(new Date(at(1)));
      const later = new Date(Date.parse(at(0)) + 400 * 86_400_000);
      await seal(later);
      expect(
        await pruneLog({ knex, now: later, retentionMs: 90 * 86_400_000 }),
      ).toBe(1);
      expect(await approved()).toMatchObject({ status: 'good' });
      expect(await checkIntegrity({ knex, now: later })).toMatchObject({
        status: 'whole',
      });
      await knex('acceptance_head').delete();
      await knex('acceptance_versions').delete();
      expect(await people.seeded()).toBeUndefined();
      expect(await approved()).toMatchObject({ why: 'version 1 is gone' });
      expect(await knex('acceptance_versions')).toHaveLength(0);
    });

    it('S9.5 believes no version of which the log knows nothing', async () => {
      await knex('log_entries').update({ content: '{}' });
      expect(await approved()).toMatchObject({
        why: 'the log knows no version',
      });
      expect(await people.seeded()).toBeUndefined();
      await knex('acceptance_head').delete();
      expect(await approved()).toMatchObject({
        why: 'the log knows no version',
      });
    });

    it('lists the newest first, page by page, and by state', async () => {
      const given = {
        ...{ knex, by: mallory },
        proposal: { ...text(observing), base: 1 },
      };
      const ids: string[] = [];
      for (const minute of [1, 2, 3])
        ids.unshift(await createProposal({ ...given, now: at(minute) }));
      const first = await listProposals({ knex, limit: 2 });
      expect(first.total).toBe(3);
      const rest = await listProposals({
        ...{ knex, limit: 2, after: first.found[1].at },
      });
      expect([...first.found, ...rest.found].map(({ row }) => row.id)).toEqual(
        ids,
      );
      expect(
        (await listProposals({ knex, state: 'open', limit: 2 })).total,
      ).toBe(0);
    });
  },
);
