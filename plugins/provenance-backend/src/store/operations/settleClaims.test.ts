import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  digestOf,
  judgementOf,
  sync,
  unseen,
} from '../../__testUtils__/fixtures';
import { claimDueWork } from './claimDueWork';
import { notePass } from './notePass';
import { readKnowledge } from './readKnowledge';
import { readSummaries } from './readSummaries';
import { recordLooks, type LookToRecord } from './recordLooks';
import { requestChecks } from './requestChecks';

jest.setTimeout(60_000);

const other = declared({
  identity: { ...declared().identity, environment: 'dev' },
});

describe.each(databases.eachSupportedId())('settleClaims on %s', databaseId => {
  it('keeps a new usage with its first verdict, due at once', async () => {
    const knex = await migratedDatabase(databaseId);
    const [id] = await sync(knex, [declared()]);
    const known = await readKnowledge({ knex, usageId: id });
    expect(known).toMatchObject({
      current: {
        id,
        usage: declared().identity,
        resolution: { status: 'pending' },
      },
      judgementRevision: 1,
    });
    expect(await knex('work')).toMatchObject([
      { usage_id: id, next_at: at(0) },
    ]);
    expect(await knex('transitions')).toMatchObject([
      { usage_id: id, from_verdict: null, reason_code: 'not-checked-yet' },
    ]);
  });

  it('writes nothing when nothing changed', async () => {
    const knex = await migratedDatabase(databaseId);
    await sync(knex, [declared(), other]);
    const tables = [
      'usages',
      'usage_states',
      'usage_claims',
      'work',
      'judgements',
      'transitions',
    ];
    const before = await Promise.all(tables.map(table => knex(table)));
    await sync(knex, [declared(), other], { now: at(5) });
    expect(await Promise.all(tables.map(table => knex(table)))).toEqual(before);
  });

  it('ends what vanished, keeps it, and leaves its sibling alone', async () => {
    const knex = await migratedDatabase(databaseId);
    const [gone, stays] = await sync(knex, [declared(), other]);
    await sync(knex, [other], { now: at(5) });
    expect(await readKnowledge({ knex, usageId: gone })).toBeUndefined();
    expect(await readKnowledge({ knex, usageId: stays })).toBeDefined();
    expect(await knex('usages')).toHaveLength(2);
    expect(await knex('usage_states').where({ usage_id: gone })).toMatchObject([
      { valid_from: at(0), valid_to: at(5) },
    ]);
    expect(await knex('work').where({ usage_id: gone })).toEqual([]);
  });

  it('S1.1 starts a new state with a new reference, due at once under a new ticket', async () => {
    const knex = await migratedDatabase(databaseId);
    const [id] = await sync(knex, [declared()]);
    const [claim] = await claimDueWork({
      knex,
      now: new Date(at(1)),
      leaseMs: 60_000,
      limit: 1,
    });
    await sync(
      knex,
      [declared({ reference: 'ghcr.io/acme/payments:2', tag: '2' })],
      { now: at(2) },
    );
    const states = await knex('usage_states')
      .where({ usage_id: id })
      .orderBy('id');
    expect(states).toMatchObject([
      { tag: '1', valid_to: at(2) },
      { tag: '2', valid_from: at(2), valid_to: null, digest: null },
    ]);
    const [work] = await knex('work');
    expect(work).toMatchObject({ next_at: at(2), leased_until: null });
    expect(work.ticket).not.toBe(claim.ticket);
  });

  it('discards the late result of a look at the old reference', async () => {
    const knex = await migratedDatabase(databaseId);
    const [id] = await sync(knex, [declared()]);
    const [claim] = await claimDueWork({
      knex,
      now: new Date(at(1)),
      leaseMs: 60_000,
      limit: 1,
    });
    const known = await readKnowledge({ knex, usageId: id });
    await sync(
      knex,
      [declared({ reference: 'ghcr.io/acme/payments:2', tag: '2' })],
      { now: at(2) },
    );
    const look: LookToRecord = {
      claim,
      generation: 'g1',
      now: at(3),
      result: {
        current: known!.current,
        digest: digestOf('a'),
        resolution: { status: 'resolved', at: at(3) },
        materials: [],
        below: [],
        evidence: [],
        judgement: judgementOf('trusted', 'accepted'),
        findings: [],
        decidedFindings: [],
      },
      next: {
        schedule: { lookAt: at(240), attempts: 0 },
        artifact: { key: 'k' },
      },
    };
    const recorded = await recordLooks({ knex, looks: [look] });
    expect(recorded.size).toBe(0);
    const after = await readKnowledge({ knex, usageId: id });
    expect(after!.current.usage).toMatchObject({
      tag: '2',
      digest: undefined,
    });
    expect(await knex('judgements')).toMatchObject([
      { reason_code: unseen.reason.code },
    ]);
  });

  it('remembers the digest of a reference that went and came back', async () => {
    const knex = await migratedDatabase(databaseId);
    const [id] = await sync(knex, [declared()]);
    await knex('usage_states').update({ digest: digestOf('a') });
    await sync(knex, [], { now: at(1) });
    await sync(knex, [declared()], { now: at(2) });
    const known = await readKnowledge({ knex, usageId: id });
    expect(known!.current.usage.digest).toBe(digestOf('a'));
    expect(known!.current.resolution).toEqual({ status: 'pending' });
  });

  it('keeps why a usage cannot be looked at', async () => {
    const knex = await migratedDatabase(databaseId);
    const problem = {
      code: 'annotation-invalid',
      origin: 'configuration',
      message: 'Line 2: no.',
    } as const;
    const [id] = await sync(knex, [declared({ problem })]);
    const known = await readKnowledge({ knex, usageId: id });
    expect(known!.current).toMatchObject({
      problem,
      resolution: { status: 'failed', at: at(0), cause: problem },
    });
  });

  it('counts an open claim as seen in the last finished pass', async () => {
    const knex = await migratedDatabase(databaseId);
    const [id] = await sync(knex, [declared()]);
    const seen = async () =>
      (await readSummaries({ knex, ids: [id] }))[0].claims.claims;
    expect(await seen()).toEqual([
      {
        locator: 'annotation',
        standing: 'declared',
        reference: 'ghcr.io/acme/payments:1',
        firstSeenAt: at(0),
        lastSeenAt: at(0),
      },
    ]);
    const pass = (now: string) =>
      notePass({
        ...{ knex, locator: 'annotation', now },
        outcome: { status: 'finished', entities: 1, claims: 1, isHeld: false },
      });
    await pass(at(7));
    await pass(at(6));
    expect((await seen())[0].lastSeenAt).toBe(at(7));
  });

  it('never waits for a request for looks that waits for it', async () => {
    const knex = await migratedDatabase(databaseId);
    const usages = (tag: string) =>
      Array.from({ length: 60 }, (_, i) =>
        declared({
          identity: { ...declared().identity, location: `place-${i}` },
          reference: `${declared().identity.repository}:${tag}`,
        }),
      );
    const usageIds = await sync(knex, usages('0'));
    for (const round of ['1', '2', '3']) {
      const changed = sync(knex, usages(round).reverse());
      const asked = Array.from({ length: 4 }, () =>
        requestChecks({ knex, usageIds, now: at(1) }),
      );
      await Promise.all([changed, ...asked]);
    }
    const open = knex('usage_states').whereNull('valid_to');
    expect(await open.where('reference', 'like', '%:3')).toHaveLength(60);
  });

  it('makes one usage of two passes that find it at once', async () => {
    const knex = await migratedDatabase(databaseId);
    await Promise.allSettled([
      sync(knex, [declared()]),
      sync(knex, [declared()]),
    ]);
    expect(await knex('usages')).toHaveLength(1);
    expect(await knex('usage_states').whereNull('valid_to')).toHaveLength(1);
    expect(await knex('usage_claims').whereNull('valid_to')).toHaveLength(1);
  });
});
