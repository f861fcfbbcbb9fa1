import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';
import { artifact, rules, signedImage } from '../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import { numberAcceptance } from '../store';
import { isPostgres } from '../store/dialect';
import { storeAuthorityVersions } from '../store/operations/storeAuthorityVersions';
import { writeFindings } from '../store/operations/writeFindings';
import { checkIntegrity } from './checkIntegrity';
import { digestOfText } from './commitments';
import { checkShown } from './shown/checkShown';
import { entriesThatSay } from './shown/findEntries';
import { placeFrom } from './shown/ShownPlace';
import { sealAll } from './startSealer';

jest.setTimeout(120_000);

describe.each(databases.eachSupportedId())('what people read on %s', id => {
  let knex: Knex;
  let portal: Portal;
  let usageId: string;

  const find = (
    standing: Parameters<typeof writeFindings>[0]['standing'],
    now: string,
  ) =>
    knex.transaction(trx =>
      writeFindings({ trx, usageId, codes: ['tag-moved'], standing, now }),
    );
  beforeEach(async () => {
    knex = await migratedDatabase(id);
    portal = await startPortal({ knex, rules });
    await numberAcceptance({ knex, content: '{"rules":[]}', now: at(0) });
    await sealAll({ knex, clock: portal.clock });
    const { reference } = signedImage(portal, 'payments');
    portal.clock.advance(1);
    const [usage] = await portal.look([
      component('payments', artifact(reference)),
    ]);
    usageId = usage.id;
    const { loaded: authorities } = portal.engine.judging.authorities;
    await knex.transaction(trx =>
      storeAuthorityVersions({ trx, authorities, now: at(1) }),
    );
    await find([{ code: 'tag-moved', about: 'x', old: 'a', new: 'b' }], at(2));
    await sealAll({ knex, clock: portal.clock });
  });

  afterEach(() => portal.close());

  const now = new Date(at(60));
  const check = (options: Partial<Parameters<typeof checkIntegrity>[0]> = {}) =>
    checkIntegrity({ knex, now, ...options });

  /** What the check says where one row was changed by hand: which, and why. */
  const naming = (table: string, message: string | RegExp) => ({
    status: 'differs',
    message: 'the log is whole, and rows that people read say something else',
    differences: expect.arrayContaining([
      expect.objectContaining({
        table,
        message: expect.stringMatching(message),
      }),
    ]),
  });

  it('S10.2 is what the log says, after looks, a finding and its end', async () => {
    expect(await check()).toMatchObject({ status: 'whole' });
    await find([], at(9));
    await portal.reconfigure({ rules: [] });
    // Nothing is sealed yet: what waits for the sealer counts.
    expect(await check()).toMatchObject({ status: 'whole' });
    await sealAll({ knex, clock: portal.clock });
    expect(await check()).toMatchObject({ status: 'whole', unsealed: 0 });
    await portal.look([component('payments', '[]')]);
    expect(await check()).toMatchObject({ status: 'whole' });
  });

  it('S10.2 finds a verdict that was changed by hand, in the judgement and in the lists', async () => {
    await portal.reconfigure({ rules: [] });
    await sealAll({ knex, clock: portal.clock });
    const changes = { verdict: 'trusted', reason_code: 'accepted' };
    await knex('current_usages').update(changes);
    expect(await check()).toMatchObject(
      naming(
        'current_usages',
        new RegExp(
          `^current_usages: usage ${usageId} says trusted, the log says untrusted \\(entry \\d+\\)$`,
        ),
      ),
    );
    await knex('judgements').update(changes);
    const found = await check();
    expect(found).toMatchObject(
      naming('judgements', /trusted, the log says untrusted/),
    );
    expect(found).not.toHaveProperty('next');
    const { sequence } = await knex('log_chain')
      .join('transitions', 'transitions.entry_id', 'log_chain.entry_id')
      .orderBy('sequence', 'desc')
      .first();
    expect(found.differences![0]).toMatchObject({
      row: usageId,
      sequence: Number(sequence),
    });
  });

  it('S10.2 finds a decision and a reason that were changed by hand', async () => {
    await knex('judgements').update({ reason_code: 'no-rule' });
    expect(await check()).toMatchObject(
      naming('judgements', /says no-rule, the log says accepted/),
    );
    await knex('judgements').update({ reason_code: 'accepted' });
    expect(await check()).toMatchObject({ status: 'whole' });
    await knex('judgements').update({ decision: 'deny' });
    expect(await check()).toMatchObject(
      naming('judgements', /says deny, the log says allow/),
    );
  });

  it('S10.2 finds a page of a usage that says something else than its row', async () => {
    const { content } = await knex('judgements').first('content');
    const judgement = { ...JSON.parse(content), verdict: 'untrusted' };
    await knex('judgements').update({ content: JSON.stringify(judgement) });
    expect(await check()).toMatchObject(
      naming(
        'judgements',
        /the content of usage \w+ says untrusted, its row says trusted/,
      ),
    );
    await knex('judgements').update({ content: '{' });
    expect(await check()).toMatchObject(
      naming('judgements', /says nothing, its row says trusted/),
    );
  });

  it.each([
    ['strictness', 0],
    ['environment', 'dev'],
    ['reference', 'ghcr.io/other'],
    ['since', at(3)],
    ['last_checked_at', at(30)],
    ['freshness', 'none'],
  ])('S10.2 finds lists with another %s', async (column, value) => {
    const row = await knex('current_usages').first(column);
    const other = row[column] === value ? 1 : value;
    await knex('current_usages').update({ [column]: other });
    expect(await check()).toMatchObject(
      naming('current_usages', `has the ${column} ${other} in lists`),
    );
  });

  it('S10.2 finds a usage that was taken out of the lists, or brought back into them', async () => {
    const [row] = await knex('current_usages');
    await knex('current_usages').delete();
    expect(await check()).toMatchObject(
      naming('current_usages', `usage ${usageId} is in no list`),
    );
    await knex('current_usages').insert(row);
    await knex('usage_states').update({ valid_to: at(3) });
    expect(await check()).toMatchObject(
      naming('usage_states', /in the lists and has no state/),
    );
  });

  it('S10.2 finds a reference that was changed by hand', async () => {
    await knex('usage_states').update({ reference: 'ghcr.io/acme/other:1' });
    expect(await check()).toMatchObject(
      naming('current_usages', /has the reference/),
    );
  });

  it('S10.2 finds a usage without its judgement', async () => {
    await knex('judgements').delete();
    expect(await check()).toMatchObject(
      naming('judgements', /has no verdict, the log says trusted/),
    );
  });

  it('S10.2 finds an old transition that was made the newest', async () => {
    await portal.reconfigure({ rules: [] });
    await sealAll({ knex, clock: portal.clock });
    const transitions = () => knex('transitions').where({ usage_id: usageId });
    const trusted = await transitions().where({ verdict: 'trusted' }).first();
    await transitions().where({ id: trusted.id }).update({ id: 9_999 });
    expect(await check()).toMatchObject({ status: 'whole' });
    const { verdict, decision, reason_code } = trusted;
    await knex('judgements').update({ verdict, decision, reason_code });
    expect(await check()).toMatchObject(
      naming('judgements', /says trusted, the log says untrusted/),
    );
  });

  describe('findings', () => {
    it('S10.2 finds one that was closed by hand', async () => {
      await knex('findings').update({ closed_at: at(5) });
      expect(await check()).toMatchObject(
        naming(
          'findings',
          /^findings: 1 \(tag-moved of \w+\) is closed, the log says open$/,
        ),
      );
    });

    it('S10.2 finds one that was opened again by hand', async () => {
      await find([], at(9));
      await sealAll({ knex, clock: portal.clock });
      await knex('findings').update({ closed_at: null });
      expect(await check()).toMatchObject(
        naming('findings', /is open, the log says closed \(entry \d+\)/),
      );
    });

    it('S10.2 finds one that is gone', async () => {
      await knex('findings').delete();
      expect(await check()).toMatchObject(
        naming('findings', /1 \(tag-moved\) is gone, the log opened it/),
      );
    });

    it('S10.3 misses none that was closed longer ago than anything is kept', async () => {
      await find([], at(9));
      await sealAll({ knex, clock: portal.clock });
      await knex('findings').delete();
      const day = 24 * 60;
      expect(await check()).toMatchObject(naming('findings', /is gone/));
      expect(await check({ now: new Date(at(31 * day)) })).toMatchObject({
        status: 'whole',
      });
    });

    it.each([
      ['code', 'reference-moved', /is in no entry of the log/],
      ['about', 'y', /is about something else than the log says/],
      ['first_seen_at', at(3), /stands since/],
    ])('S10.2 finds another %s', async (column, value, message) => {
      await knex('findings').update({ [column]: value });
      expect(await check()).toMatchObject(naming('findings', message));
    });

    it('S10.2 finds one that nobody opened', async () => {
      const [row] = await knex('findings');
      await knex('findings').insert({ ...row, id: 77, about: 'z' });
      expect(await check()).toMatchObject(
        naming('findings', /^findings: 77 .* is in no entry of the log$/),
      );
    });
  });

  it.each(['content', 'status'])(
    'S10.2 finds accepted evidence with another %s',
    async column => {
      const row = await knex('evidence').where({ status: 'proven' }).first();
      const content = row.content.replace('/acme/', '/evil/');
      expect(content).not.toBe(row.content);
      const values = { content, status: 'failed' };
      await knex('evidence')
        .where({ material: row.material })
        .update({ [column]: values[column as 'content'] });
      expect(await check()).toMatchObject(
        naming(
          'evidence',
          new RegExp(`what ${row.material} proves .* not what the log says`),
        ),
      );
    },
  );

  it('S10.2 finds accepted evidence that is gone', async () => {
    await knex('evidence').delete();
    expect(await check()).toMatchObject(
      naming('evidence', /not what the log says \(entry \d+\)/),
    );
  });

  it('S6.4 knows evidence again under the name that its authority has now', async () => {
    const { loaded } = portal.engine.judging.authorities;
    const renamed = loaded.map(one => ({ ...one, name: 'acme-2027' }));
    const asked = (authority: string) =>
      rules(portal.registry).map(rule => ({
        ...rule,
        signers: rule.signers.map(signer => ({ ...signer, authority })),
      }));
    await portal.reconfigure({ rules: [] });
    await portal.reconfigure({
      rules: asked('acme-2027') as never,
      authorities: renamed as never,
    });
    const { verdict } = await knex('judgements').first('verdict');
    expect(verdict).toBe('trusted');
    expect(await check()).toMatchObject({ status: 'whole' });
  });

  it('S10.2 finds a look that was changed by hand', async () => {
    const row = await knex('collections').where({ complete: 1 }).first();
    await knex('collections')
      .where({ id: row.id })
      .update({ content: `${row.content} ` });
    expect(await check()).toMatchObject(
      naming('collections', /the look at sha256:\w+ of .* is not what/),
    );
  });

  it('S9.5 finds a version of the acceptance list that was changed by hand', async () => {
    await knex('acceptance_versions').update({ content: '{"rules":[1]}' });
    expect(await check()).toMatchObject(
      naming(
        'acceptance_versions',
        /^acceptance_versions: version 1 has content of the hash/,
      ),
    );
    await knex('acceptance_versions').delete();
    expect(await check()).toMatchObject(
      naming('acceptance_versions', /version 1 has the hash nothing/),
    );
  });

  it('S9.5 finds a version of the acceptance list that nobody numbered', async () => {
    const content = '{"rules":[2]}';
    const hash = digestOfText(content).slice('sha256:'.length);
    await knex('acceptance_versions').insert({
      ...{ number: 2, content, content_hash: hash, seen_at: at(2) },
    });
    expect(await check()).toMatchObject(
      naming('acceptance_versions', /version 2 is in no entry of the log/),
    );
  });

  it('S1.4 finds an authority whose content was changed by hand', async () => {
    const { content } = await knex('authority_versions').first('content');
    const other = { ...JSON.parse(content), thresholds: { logEntries: 0 } };
    await knex('authority_versions').update({ content: JSON.stringify(other) });
    expect(await check()).toMatchObject(
      naming('authority_versions', /does not have this digest/),
    );
    await knex('authority_versions').update({ content: '{' });
    expect(await check()).toMatchObject(
      naming('authority_versions', /does not have this digest/),
    );
  });

  it('S10.2 names a broken chain first', async () => {
    await knex('judgements').update({ verdict: 'untrusted' });
    await knex('log_entries')
      .where({ id: 1 })
      .update({ at: at(50) });
    expect(await check()).toMatchObject({
      status: 'broken',
      broken: { sequence: 1, how: 'row-changed' },
    });
  });

  it('S10.2 goes on where it stopped, piece by piece, over what was written since', async () => {
    const seen: string[] = [];
    let report = await check({ maximumMs: 0 });
    while (report.status === 'unfinished') {
      seen.push(report.next!);
      const [sequence, hash, place] = report.next!.split(':');
      const shown = place === undefined ? undefined : placeFrom(place);
      const after = { sequence: Number(sequence), hash, shown };
      if (seen.length === 3) await find([], at(9));
      await sealAll({ knex, clock: portal.clock });
      report = await check({ after, maximumMs: 0 });
    }
    expect(report.status).toBe('whole');
    expect(seen.length).toBeGreaterThan(5);
    expect(
      [...seen].sort(
        (a, b) => Number(a.split(':')[0]) - Number(b.split(':')[0]),
      ),
    ).toEqual(seen);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('S10.2 finds the entries about a finding by an index', async () => {
    const plan = await knex.transaction(async trx => {
      // A few rows are read as a whole otherwise.
      if (isPostgres(knex)) await trx.raw('SET LOCAL enable_seqscan = off');
      const { sql, bindings } = entriesThatSay(trx, ['{}']).toSQL();
      const explain = isPostgres(knex) ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
      return trx.raw(`${explain} ${sql}`, bindings as never);
    });
    expect(JSON.stringify(plan)).toContain('log_entries_told_idx');
  });

  it('S10.2 ends where nobody waits for the answer any more', async () => {
    const gone = new AbortController();
    gone.abort(new Error('gone'));
    await expect(check({ signal: gone.signal })).rejects.toThrow('gone');
  });

  it('S10.2 holds a verdict of a usage of which the log says nothing for none of its own', async () => {
    await knex('usages').insert({
      ...{ id: 'x', entity_ref: 'component:default/x', created_at: at(2) },
      kind: 'container-image',
    });
    const [row] = await knex('judgements');
    await knex('judgements').insert({ ...row, usage_id: 'x', since: at(2) });
    expect(await check()).toMatchObject(
      naming('judgements', /usage x says trusted, the log says nothing/),
    );
  });

  it('S10.2 takes a transition whose entry is in no chain for none', async () => {
    const { id: _, ...row } = await knex('transitions').first();
    await knex('transitions').insert({ ...row, id: 99, entry_id: 9_999 });
    // The chain is broken by it already; what is held against the log does not go by it either.
    expect((await check()).status).toBe('broken');
    const from = { section: 0, after: '' };
    const found = await checkShown({ knex, from, now, isOver: () => false });
    expect(found.differences).toMatchObject([
      { table: 'transitions', row: '99' },
    ]);
  });
});
