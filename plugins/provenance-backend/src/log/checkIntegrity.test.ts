import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import { writeJudgement } from '../store/operations/writeJudgement';
import { append, sealed } from './__testUtils__/entries';
import { appendToLog } from './appendToLog';
import { checkIntegrity } from './checkIntegrity';
import {
  commitToContent,
  commitToDetail,
  commitToEntry,
  genesis,
  hashOfLink,
} from './commitments';
import { eraseIdentity } from './eraseIdentity';
import { pruneLog } from './pruneLog';
import type { LogChainRow, LogEntryRow, TransitionRow } from './rows';
import { sealEntries } from './sealEntries';
import { sealAll } from './startSealer';
import { readHead, type LogHead } from './withHead';

jest.setTimeout(60_000);

const day = 24 * 60;
const retentionMs = 30 * 86_400_000;

describe.each(databases.eachSupportedId())('checkIntegrity on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
  });

  const check = (
    known?: LogHead,
    options: Partial<Parameters<typeof checkIntegrity>[0]> = {},
  ) => checkIntegrity({ knex, known, now: new Date(at(50 * day)), ...options });
  const brokenAt = (sequence: number, how: string) => ({
    status: 'broken',
    broken: { sequence, how },
  });
  const link = async (sequence: number) =>
    (await knex<LogChainRow>('log_chain').where({ sequence }).first())!;
  const last =
    'consistent in itself; no proof against a database administrator';

  /** What somebody does who can write everything: links from here on that are right in themselves. */
  async function relink(from: number, previous?: string) {
    const rows = await knex<LogChainRow>('log_chain')
      .where('sequence', '>=', from)
      .orderBy('sequence');
    let hash = previous ?? (from === 1 ? genesis : (await link(from - 1)).hash);
    await knex('log_chain').where('sequence', '>=', from).delete();
    for (const row of rows) {
      const sequence = Number(row.sequence);
      const next = hashOfLink({
        sequence,
        previousHash: hash,
        commitment: row.commitment,
        sealedAt: row.sealed_at,
      });
      await knex('log_chain').insert({
        ...row,
        previous_hash: hash,
        hash: next,
      });
      hash = next;
      await knex('log_head').update({ sequence, hash });
    }
  }

  it('S10.2 says of an empty log that it is whole', async () => {
    const report = await check();
    expect(report).toEqual({
      status: 'whole',
      message: last,
      head: { sequence: 0, hash: genesis },
      unsealed: 0,
    });
  });

  it('S10.2 promises no more than the database can prove, and more with a known head', async () => {
    await sealed(knex, 1, 2, 3);
    const known = await readHead({ knex });
    expect(await check()).toMatchObject({ status: 'whole', message: last });
    await sealed(knex, 4);
    expect(await check(known)).toMatchObject({
      status: 'whole',
      message: 'whole, and it agrees with the known head',
      checked: { from: 1, through: 4 },
    });
  });

  it.each(['content', 'detail', 'at', 'kind', 'content_salt', 'detail_salt'])(
    'S10.2 finds a row whose %s was changed',
    async column => {
      await sealed(knex, 1, 2, 3);
      const row = (await knex<LogEntryRow>('log_entries')
        .where({ id: 2 })
        .first())!;
      const values = {
        content: row.content.replace('2', '7'),
        detail: row.detail!.replace('2', '7'),
        at: at(7),
        kind: 'finding-closed',
        content_salt: 'x',
        detail_salt: 'x',
      };
      await knex('log_entries')
        .where({ id: 2 })
        .update({ [column]: values[column as keyof typeof values] });
      expect(await check()).toMatchObject(brokenAt(2, 'row-changed'));
    },
  );

  it('S10.2 finds a row that is gone, a link that is gone and one that was changed', async () => {
    await sealed(knex, 1, 2, 3, 4);
    const before = await link(3);
    await knex('log_chain')
      .where({ sequence: 3 })
      .update({ sealed_at: at(9) });
    expect(await check()).toMatchObject(brokenAt(3, 'hash-mismatch'));
    await knex('log_chain').where({ sequence: 3 }).delete();
    expect(await check()).toMatchObject(brokenAt(3, 'gap'));
    await knex('log_chain').insert(before);
    await knex('log_entries').where({ id: 2 }).delete();
    expect(await check()).toMatchObject(brokenAt(2, 'payload-missing'));
  });

  it('S10.2 finds rows that were put beside the chain', async () => {
    await sealed(knex, 1);
    await append(knex, 2);
    await knex('log_entries').where({ id: 2 }).update({ sealed: 1 });
    expect(await check()).toMatchObject(brokenAt(1, 'unlinked'));
  });

  it('S10.2 finds rows that are called neither sealed nor waiting', async () => {
    await sealed(knex, 1);
    await append(knex, 2);
    await knex('log_entries').where({ id: 2 }).update({ sealed: 2 });
    expect(await check()).toMatchObject(brokenAt(1, 'unlinked'));
  });

  it('S10.2 finds an entry that is linked and called waiting, which would stop the sealer', async () => {
    await sealed(knex, 1, 2);
    await append(knex, 3);
    await knex('log_entries').where({ id: 3 }).update({ sealed: 1 });
    await knex('log_entries').where({ id: 2 }).update({ sealed: 0 });
    expect(await check()).toMatchObject(brokenAt(2, 'row-changed'));
  });

  it('S10.2 says what is broken where the content of an entry is no JSON', async () => {
    await sealed(knex, 1, 2);
    const told = { kind: 'transition', at: at(2), content: '{' };
    const salt = 'x';
    const content = commitToContent(salt, told);
    await knex('log_entries')
      .where({ id: 2 })
      .update({ ...told, content_salt: salt, content_commitment: content });
    const { detail_commitment: detail } = (await knex<LogEntryRow>(
      'log_entries',
    )
      .where({ id: 2 })
      .first())!;
    await knex('log_chain')
      .where({ sequence: 2 })
      .update({ commitment: commitToEntry(content, detail) });
    await relink(2);
    const [usageId] = await sync(knex, [declared()]);
    await knex('transitions').insert({
      usage_id: usageId,
      at: at(2),
      verdict: 'trusted',
      decision: 'allow',
      reason_code: 'accepted',
      content: '{}',
      entry_id: 2,
    });
    expect(await check()).toMatchObject(brokenAt(2, 'row-changed'));
  });

  it('S10.2 finds a whole chain that was rewritten, against a known head', async () => {
    await sealed(knex, 1, 2, 3);
    const known = await readHead({ knex });
    await sealed(knex, 4);
    const first = await link(1);
    await knex('log_chain')
      .where({ sequence: 1 })
      .update({ entry_id: 99, commitment: (await link(2)).commitment });
    await knex('log_chain')
      .where({ sequence: 2 })
      .update({ entry_id: 1, commitment: first.commitment });
    await knex('log_chain').where({ sequence: 1 }).update({ entry_id: 2 });
    await relink(1);
    expect(await check()).toMatchObject({ status: 'whole', message: last });
    expect(await check(known)).toMatchObject(brokenAt(3, 'rewritten'));
  });

  it('S10.2 finds a tail that was cut, against a known head', async () => {
    await sealed(knex, 1, 2, 3);
    const known = await readHead({ knex });
    await knex('log_chain').where({ sequence: 3 }).delete();
    await knex('log_entries').where({ id: 3 }).delete();
    expect(await check()).toMatchObject(brokenAt(3, 'tail-cut'));
    const { hash } = await link(2);
    await knex('log_head').update({ sequence: 2, hash });
    expect(await check()).toMatchObject({ status: 'whole', message: last });
    expect(await check(known)).toMatchObject(brokenAt(3, 'tail-cut'));
    await sealed(knex, 4);
    expect(await check(known)).toMatchObject(brokenAt(3, 'rewritten'));
  });

  it('S10.3 prunes what is old, tells of it, and stays verifiable', async () => {
    await sealed(knex, 0, 1, 2, 40 * day);
    const known = await readHead({ knex });
    const now = new Date(at(41 * day));
    await append(knex, 41 * day);
    expect(await pruneLog({ knex, now, retentionMs, limit: 2 })).toBe(2);
    expect(await pruneLog({ knex, now, retentionMs, limit: 2 })).toBe(1);
    expect(await pruneLog({ knex, now, retentionMs, limit: 2 })).toBe(0);
    expect(await check(known)).toMatchObject({
      status: 'whole',
      checkpoint: { sequence: 3, sealedAt: at(2) },
      checked: { from: 4, through: 7 },
    });
    const entries = await knex<LogEntryRow>('log_entries').orderBy('id');
    expect(entries.map(entry => entry.kind)).toEqual([
      'generation',
      'generation',
      'pruned',
      'pruned',
    ]);
  });

  it('S10.3 is not kept from pruning by entries that a clock years ahead has sealed', async () => {
    const ahead = 4_000 * day;
    await sealed(knex, 0);
    await append(knex, 1, 2, 3);
    await sealEntries({ knex, now: at(ahead) });
    await sealed(knex, 4, 5);
    await sealed(knex, 20 * day);
    await append(knex, 40 * day);
    await sealEntries({ knex, now: at(ahead) });
    const now = new Date(at(41 * day));
    // More of them in a row than a batch holds, and what lies behind them is old.
    const removed = [];
    for (let i = 0; i < 4; i++)
      removed.push(await pruneLog({ knex, now, retentionMs, limit: 1 }));
    expect(removed).toEqual([1, 4, 1, 0]);
    expect(
      await checkIntegrity({ knex, now: new Date(at(41 * day)) }),
    ).toMatchObject({ status: 'whole', checkpoint: { sealedAt: at(5) } });
    const kept = await knex('log_entries').orderBy('id').pluck('at');
    expect(kept.slice(0, 2)).toEqual([at(20 * day), at(40 * day)]);
  });

  it('S10.3 keeps what a clock that was ahead dates after the cut', async () => {
    await sealed(knex, 0);
    await append(knex, 3 * day);
    await sealEntries({ knex, now: at(1) });
    await sealed(knex, 40 * day);
    const pruneOn = (when: number) =>
      pruneLog({ knex, now: new Date(at(when)), retentionMs });
    expect(await pruneOn(32 * day)).toBe(1);
    expect(await pruneOn(34 * day)).toBe(1);
  });

  it('S10.3 prunes nothing that only a clock that was behind calls old', async () => {
    await sealed(knex, 40 * day, 0);
    const now = new Date(at(41 * day));
    expect(await pruneLog({ knex, now, retentionMs })).toBe(0);
  });

  it('S10.3 refuses to prune below the floor', async () => {
    const now = new Date(at(0));
    await expect(
      pruneLog({ knex, now, retentionMs: retentionMs - 1 }),
    ).rejects.toThrow(RangeError);
  });

  it('S10.3 says so where the known head was pruned', async () => {
    await sealed(knex, 0);
    const known = await readHead({ knex });
    await sealed(knex, 1, 2, 40 * day);
    await pruneLog({ knex, now: new Date(at(41 * day)), retentionMs });
    expect(await check(known)).toMatchObject({ status: 'unknown' });
  });

  describe('S10.3 finds a forged pruning', () => {
    let known: LogHead;

    beforeEach(async () => {
      await sealed(knex, 1, 2, 3, 4);
      known = await readHead({ knex });
    });

    const cut = async (through: number) => {
      const ids = await knex('log_chain')
        .where('sequence', '<=', through)
        .pluck('entry_id');
      await knex('log_entries').whereIn('id', ids).delete();
      await knex('log_chain').where('sequence', '<', through).delete();
    };

    /** An entry as the product writes it, at the end of the chain. */
    const tell = async (changes: object = {}) => {
      const { sequence, hash, sealed_at: sealedAt } = await link(2);
      const through = {
        sequence: Number(sequence),
        ...{ hash, sealedAt, ...changes },
      };
      const entry = {
        kind: 'pruned' as const,
        at: at(40 * day),
        content: { through, removed: { entries: 2 } },
      };
      const prunedBy = await knex.transaction(trx =>
        appendToLog({ trx, entry }),
      );
      await sealEntries({ knex, now: at(40 * day) });
      await knex('log_head').update({ pruned_by: prunedBy });
    };

    it('without an entry', async () => {
      await cut(2);
      expect(await check()).toMatchObject(brokenAt(1, 'forged-pruning'));
    });

    it('with another entry in its place', async () => {
      await cut(2);
      await knex('log_head').update({ pruned_by: 4 });
      expect(await check()).toMatchObject(brokenAt(2, 'forged-pruning'));
    });

    it('of what was young', async () => {
      await knex('log_chain')
        .where({ sequence: 2 })
        .update({ sealed_at: at(20 * day) });
      await relink(2);
      await tell();
      await cut(2);
      expect(await check()).toMatchObject(brokenAt(2, 'forged-pruning'));
    });

    it('of what was young and dated back, against a known head', async () => {
      await knex('log_chain')
        .where({ sequence: 2 })
        .update({ sealed_at: at(-400 * day) });
      await tell({ sealedAt: at(-400 * day) });
      await cut(2);
      expect(await check()).toMatchObject(brokenAt(2, 'hash-mismatch'));
      const { previous_hash: previous } = await link(2);
      await relink(2, previous);
      await knex('log_head').update({ pruned_by: null });
      await tell();
      await knex('log_chain').where({ sequence: 1 }).delete();
      expect(await check(known)).toMatchObject(brokenAt(4, 'rewritten'));
    });

    it('from the future', async () => {
      await tell();
      await cut(2);
      expect(await check()).toMatchObject({ status: 'whole' });
      const now = new Date(at(39 * day));
      expect(await check(undefined, { now })).toMatchObject(
        brokenAt(2, 'forged-pruning'),
      );
    });
  });

  it('S10.2 goes on where it stopped, and notices what changed behind it', async () => {
    await sealed(knex, ...Array.from({ length: 6 }, (_, i) => i));
    const head = await readHead({ knex });
    const all = Array.from({ length: 300 }, (_, i) => i);
    await knex.transaction(async trx => {
      for (const number of all)
        await appendToLog({
          trx,
          entry: { kind: 'generation', at: at(9), content: { number } },
        });
    });
    await sealEntries({ knex, now: at(9) });
    const first = await check(head, { maximum: 1 });
    expect(first).toMatchObject({
      status: 'unfinished',
      checked: { from: 1, through: 250 },
    });
    const [sequence, hash] = first.next!.split(':');
    const after = { sequence: Number(sequence), hash };
    expect(await check(head, { after })).toMatchObject({
      status: 'whole',
      checked: { from: 251, through: 306 },
    });
    const other = { ...after, hash: genesis };
    expect(await check(head, { after: other })).toMatchObject(
      brokenAt(250, 'rewritten'),
    );
  });

  describe('with transitions', () => {
    const identity = 'ann@acme.com';
    const clock = new ManualClock();

    beforeEach(async () => {
      const [usageId] = await sync(knex, [declared()]);
      const reason = {
        code: 'signer-not-accepted' as const,
        parameters: { signer: `${identity}, and joann@acme.com` },
      };
      const judgement = judgementOf('untrusted', reason.code, { reason });
      await knex.transaction(trx =>
        writeJudgement({
          trx,
          usageId,
          judgement,
          generation: 'g',
          now: at(1),
        }),
      );
      await sealAll({ knex, clock });
    });

    it.each([
      'verdict',
      'decision',
      'reason_code',
      'from_verdict',
      'at',
      'content',
    ])('S10.2 finds a transition whose %s was changed', async column => {
      const value = column === 'content' ? '{}' : 'x';
      await knex('transitions')
        .where({ entry_id: 2 })
        .update({ [column]: value });
      expect(await check()).toMatchObject(brokenAt(2, 'row-changed'));
    });

    it('S10.2 finds a transition that is gone, and one that was put beside', async () => {
      const row = (await knex<TransitionRow>('transitions').first())!;
      await knex('transitions').insert({ ...row, id: 99, entry_id: 99 });
      expect(await check()).toMatchObject(brokenAt(2, 'unlinked'));
      await knex('transitions').where({ id: row.id }).delete();
      expect(await check()).toMatchObject(brokenAt(1, 'payload-missing'));
    });

    it('S10.1 erases a person and leaves the chain whole', async () => {
      const known = await readHead({ knex });
      const salts = await knex('log_entries').pluck('detail_salt');
      const count = await eraseIdentity({ knex, identity, now: at(9) });
      expect(count).toBe(1);
      expect(await check(known)).toMatchObject({
        status: 'whole',
        unsealed: 1,
      });
      await sealAll({ knex, clock });
      expect(await check(known)).toMatchObject({
        status: 'whole',
        checked: { from: 1, through: 3 },
      });
      const rows = await knex<TransitionRow>('transitions').orderBy('id');
      expect(JSON.parse(rows[1].content).reason.parameters.signer).toBe(
        'erased, and joann@acme.com',
      );
      const entries = await knex<LogEntryRow>('log_entries').orderBy('id');
      expect(JSON.stringify(entries)).not.toContain(identity);
      expect(entries[1].detail_salt).not.toBe(salts[1]);
      expect(await eraseIdentity({ knex, identity, now: at(10) })).toBe(0);
    });

    it('S10.1 erases from closed findings, and leaves open ones to the next look', async () => {
      const [usageId] = await knex('usages').pluck('id');
      for (const [code, closed] of [
        ['tag-moved', at(3)],
        ['signature-vanished', null],
      ])
        await knex('findings').insert({
          usage_id: usageId,
          code,
          about: 'x',
          old: `by ${identity}`,
          first_seen_at: at(1),
          last_seen_at: at(2),
          closed_at: closed,
        });
      expect(await eraseIdentity({ knex, identity, now: at(9) })).toBe(2);
      expect(await knex('findings').orderBy('id').pluck('old')).toEqual([
        'by erased',
        `by ${identity}`,
      ]);
    });

    it('S10.1 erases two people, one after the other', async () => {
      await eraseIdentity({ knex, identity, now: at(9) });
      await eraseIdentity({ knex, identity: 'joann@acme.com', now: at(9) });
      await sealAll({ knex, clock });
      expect(await check()).toMatchObject({ status: 'whole' });
    });

    it('S10.1 finds a change that is called an erasure', async () => {
      await eraseIdentity({ knex, identity, now: at(9) });
      await sealAll({ knex, clock });
      await knex('transitions')
        .where({ entry_id: 2 })
        .update({ content: '{}' });
      expect(await check()).toMatchObject(brokenAt(2, 'forged-erasure'));
      await knex('log_entries').where({ id: 2 }).update({ erased_by: 1 });
      expect(await check()).toMatchObject(brokenAt(2, 'forged-erasure'));
    });

    /** Calls a change an erasure, by an entry that is right in itself. */
    const forge = async (content: object, state: object) => {
      const text = '{"verdict":"trusted"}';
      const salt = 'x';
      const parts = [{ entry: 2, commitment: commitToDetail(salt, text) }];
      const by = await knex.transaction(trx =>
        appendToLog({
          trx,
          entry: { kind: 'erased', at: at(9), content: { parts, ...content } },
        }),
      );
      await knex('transitions')
        .where({ entry_id: 2 })
        .update({ content: text });
      await knex('log_entries')
        .where({ id: 2 })
        .update({ detail_salt: salt, erased_by: by });
      await knex('log_entries').where({ id: by }).update(state);
    };

    it.each([1, 2])(
      'S10.1 finds an erasure that is not in the chain, though it is called sealed (%s)',
      async state => {
        await forge({}, { sealed: state });
        expect(await check()).toMatchObject(brokenAt(2, 'forged-erasure'));
      },
    );

    it('S10.1 finds an erasure that says nothing of what it replaced', async () => {
      await forge({ parts: 'x' }, { sealed: 0 });
      await sealAll({ knex, clock });
      expect(await check()).toMatchObject(brokenAt(2, 'forged-erasure'));
    });

    it('S10.1 counts erasures, so that one that nobody asked for can be noticed', async () => {
      expect(await check()).not.toHaveProperty('erased');
      await forge({}, { sealed: 0 });
      await sealAll({ knex, clock });
      expect(await check()).toMatchObject({ status: 'whole', erased: 1 });
    });
  });
});
