import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  collectionOf,
  declared,
  digestOf,
  entryOf,
  evidenceOf,
  judgementOf,
  materialOf,
  registryDown,
  repository,
  sync,
} from '../../__testUtils__/fixtures';
import { syncAll, usageOf } from '../../__testUtils__/engineOver';
import type { ClaimedUsage } from '../records';
import { claimDueWork, type WorkClaim } from './claimDueWork';
import { readCollections } from './readCollections';
import { readEvidence } from './readEvidence';
import { readKnowledge } from './readKnowledge';
import { readMaterials } from './readMaterials';
import { readSummaries } from './readSummaries';
import { recordLooks, type LookResult, type LookToRecord } from './recordLooks';
import { storeEvidence } from './storeEvidence';
import { recordRejudgement } from './recordRejudgement';

jest.setTimeout(60_000);

const subject = digestOf('a');
const acme = { name: 'acme', digest: digestOf('c') };
const material = materialOf('b');
const failed = {
  status: 'failed',
  code: 'signature-invalid',
  message: 'no',
} as const;

describe.each(databases.eachSupportedId())('recordLooks on %s', databaseId => {
  let knex: Knex;
  let id: string;
  let claim: WorkClaim;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    [id] = await sync(knex, [declared()]);
    claim = await claimAt(0);
  });

  async function claimAt(minutes: number) {
    const [work] = await claimDueWork({
      knex,
      now: new Date(at(minutes)),
      leaseMs: 60_000,
      limit: 1,
    });
    return work;
  }

  async function record(minutes: number, changes: Partial<LookResult> = {}) {
    const known = await readKnowledge({ knex, usageId: id });
    const result: LookResult = {
      current: known!.current,
      digest: subject,
      resolution: { status: 'resolved', at: at(minutes) },
      collection: collectionOf(subject, at(minutes), {
        material: [entryOf(material)],
      }),
      materials: [material],
      below: [],
      evidence: [evidenceOf(subject, material.digest, acme)],
      judgement: judgementOf('trusted', 'accepted'),
      findings: [],
      decidedFindings: [],
      ...changes,
    };
    const next = {
      schedule: { lookAt: at(minutes + 240), attempts: 0 },
      artifact: { key: 'k' },
    };
    const look = { claim, result, next, generation: 'g1', now: at(minutes) };
    return (await recordLooks({ knex, looks: [look] })).has(id);
  }

  it('keeps everything that the look brought', async () => {
    expect(await record(1)).toBe(true);
    const known = await readKnowledge({ knex, usageId: id });
    expect(known).toMatchObject({
      current: {
        usage: { digest: subject },
        resolution: { status: 'resolved', at: at(1) },
      },
      collections: [
        collectionOf(subject, at(1), { material: [entryOf(material)] }),
      ],
      evidence: [evidenceOf(subject, material.digest, acme)],
    });
    expect(await knex('materials')).toMatchObject([
      { digest: material.digest, first_seen_at: at(1) },
    ]);
    const [{ judgement }] = await readSummaries({ knex, ids: [id] });
    expect(judgement).toMatchObject({
      verdict: 'trusted',
      since: at(1),
      last_checked_at: at(1),
    });
  });

  it('S11.2 gives no evidence from another repository that has the same digest', async () => {
    await record(1);
    await storeElsewhere(digestOf('d'));
    const known = await readKnowledge({ knex, usageId: id });
    expect(known!.evidence.map(e => e.material)).toEqual([material.digest]);
  });

  /** What a look at another entity's private copy of the image left behind. */
  async function storeElsewhere(digest: Digest) {
    await knex.transaction(trx =>
      storeEvidence({
        trx,
        evidence: [evidenceOf(subject, digest, acme)],
        now: at(1),
      }),
    );
  }

  it('does not give back material whose bytes are not those of its digest', async () => {
    await record(1);
    expect(await readMaterials({ knex, digests: [material.digest] })).toEqual(
      [],
    );
  });

  it('keeps more than one statement holds, each once', async () => {
    const many = Array.from({ length: 120 }, (_, i) => ({
      ...material,
      digest: digestOf('0').slice(0, -3) + String(i).padStart(3, '0'),
    })) as (typeof material)[];
    const digests = many.map(one => one.digest);
    const evidence = digests.map(digest => evidenceOf(subject, digest, acme));
    await record(1, {
      materials: [...many, ...many.slice(0, 5)],
      evidence: [...evidence, ...evidence.slice(0, 5)],
    });
    await record(2, { materials: many.slice(0, 60), evidence });
    const rows = await knex('materials').orderBy('digest');
    expect(rows.map(row => row.digest)).toEqual(digests);
    expect(new Set(rows.map(row => row.first_seen_at))).toEqual(
      new Set([at(1)]),
    );
    expect(
      (await readEvidence({ knex, subject, materials: digests })).map(
        one => one.material,
      ),
    ).toEqual(digests);
  });

  it('keeps the proof where two names of one authority disagree in one look', async () => {
    const proven = evidenceOf(subject, material.digest, acme);
    const other = { ...acme, name: 'acme-again' };
    const not = evidenceOf(subject, material.digest, other, failed);
    for (const evidence of [
      [proven, not],
      [not, proven],
    ]) {
      await knex('evidence').delete();
      await record(1, { evidence });
      expect(await knex('evidence')).toMatchObject([{ status: 'proven' }]);
    }
  });

  it('says with the result when to come back, and not where it comes too late', async () => {
    const { current } = (await readKnowledge({ knex, usageId: id }))!;
    const finish = async (minutes: number) => {
      const look: LookToRecord = {
        claim,
        result: {
          current,
          digest: subject,
          resolution: { status: 'resolved', at: at(minutes) },
          ...{ materials: [], below: [], evidence: [], findings: [] },
          judgement: judgementOf('trusted', 'accepted'),
          decidedFindings: [],
        },
        generation: 'g1',
        next: {
          schedule: { lookAt: at(minutes + 240), attempts: 0 },
          artifact: { key: 'k', host: 'ghcr.io' },
        },
        now: at(minutes),
      };
      return (await recordLooks({ knex, looks: [look] })).has(id);
    };
    expect(await finish(1)).toBe(true);
    const done = { next_at: at(241), look_at: at(241), leased_until: null };
    expect(await knex('work')).toMatchObject([done]);
    await claimAt(242);
    const before = await knex('work');
    expect(await finish(243)).toBe(false);
    expect(await knex('work')).toEqual(before);
    expect(await knex('judgements')).toMatchObject([{ judged_at: at(1) }]);
  });

  it('keeps many looks together, with as many statements as one, and leaves out who came too late', async () => {
    const usages = Array.from({ length: 9 }, (_, i) => usageOf(`app-${i}`));
    const sentFor = async (names: ClaimedUsage[], minutes: number) => {
      await syncAll(knex, names, { now: at(minutes) });
      const claims = await claimDueWork({
        ...{ knex, now: new Date(at(minutes)), leaseMs: 60_000, limit: 99 },
      });
      const late = { ...claims[0], ticket: 'of somebody else' };
      const looks: LookToRecord[] = [];
      for (const one of [...claims, late]) looks.push(await lookOf(one));
      const sent: string[] = [];
      const remember = ({ sql }: { sql: string }) => sent.push(sql);
      knex.on('query', remember);
      const recorded = await recordLooks({ knex, looks });
      knex.off('query', remember);
      expect([...recorded].sort()).toEqual(
        claims.map(({ usageId }) => usageId).sort(),
      );
      return sent.length;
    };
    // What all of them have in common is stored once.
    await sentFor([usages[0]], 4);
    const alone = await sentFor([usages[1]], 5);
    expect(await sentFor(usages.slice(2), 6)).toBe(alone);
    // The first claim of all tests has run out by then.
    const all = [id, ...usages].length;
    const trusted = { verdict: 'trusted' };
    expect(await knex('judgements').where(trusted)).toHaveLength(all);
    expect(await knex('transitions').where(trusted)).toHaveLength(all);
  });

  async function lookOf(one: WorkClaim): Promise<LookToRecord> {
    const known = await readKnowledge({ knex, usageId: one.usageId });
    const { current } = known!;
    const found = collectionOf(subject, at(7), {
      repository: current.usage.repository,
      material: [entryOf(material)],
    });
    return {
      ...{ claim: one, generation: 'g1', now: at(7) },
      next: {
        schedule: { lookAt: at(240), attempts: 0 },
        artifact: { key: 'k', host: 'ghcr.io' },
      },
      result: {
        ...{ current, digest: subject, collection: found },
        resolution: { status: 'resolved', at: at(7) },
        ...{ materials: [material], below: [], findings: [] },
        evidence: [evidenceOf(subject, material.digest, acme)],
        judgement: judgementOf('trusted', 'accepted'),
        signed: { accepted: ['k1'], statements: [material.digest] },
        decidedFindings: [],
      },
    };
  }

  it('discards the result of a lease that somebody took over', async () => {
    await claimAt(2);
    expect(await record(3)).toBe(false);
    for (const table of ['materials', 'collections', 'evidence']) {
      expect(await knex(table)).toEqual([]);
    }
  });

  it('S10.1 makes a transition only where verdict, decision or leading reason changed', async () => {
    await record(1);
    await record(2);
    await record(3, {
      judgement: judgementOf('trusted', 'accepted', { registryVersion: 2 }),
    });
    await record(4, {
      judgement: judgementOf('untrusted', 'signature-invalid'),
    });
    expect(await knex('transitions').orderBy('id')).toMatchObject([
      { at: at(0), from_verdict: null, reason_code: 'not-checked-yet' },
      { at: at(1), from_verdict: 'inconclusive', verdict: 'trusted' },
      {
        at: at(4),
        from_verdict: 'trusted',
        from_reason_code: 'accepted',
        verdict: 'untrusted',
      },
    ]);
    expect(await knex('judgements')).toMatchObject([
      { since: at(4), judged_at: at(4) },
    ]);
  });

  it('keeps a digest that changed as a state of its own', async () => {
    await record(1);
    await record(2, { digest: digestOf('d') });
    expect(await knex('usage_states').orderBy('id')).toMatchObject([
      { digest: subject, valid_from: at(0), valid_to: at(2) },
      { digest: digestOf('d'), valid_from: at(2), valid_to: null },
    ]);
  });

  it('remembers what was accepted, by digest', async () => {
    const rules = [
      {
        rule: 'r',
        mode: 'enforce' as const,
        verdict: 'trusted' as const,
        decision: 'allow' as const,
        reason: { code: 'accepted' as const, parameters: {} },
        materials: [
          {
            material: material.digest,
            accepted: true,
            reason: { code: 'accepted' as const, parameters: {} },
          },
          {
            material: digestOf('e'),
            accepted: false,
            reason: { code: 'signer-not-accepted' as const, parameters: {} },
          },
        ],
      },
    ];
    await record(1, {
      judgement: judgementOf('trusted', 'accepted', { rules }),
    });
    await record(2, {
      judgement: judgementOf('trusted', 'accepted', { rules }),
    });
    expect(
      (await readKnowledge({ knex, usageId: id }))!.acceptedBefore,
    ).toEqual([material.digest]);
    await record(3, { digest: digestOf('d') });
    expect(
      (await readKnowledge({ knex, usageId: id }))!.acceptedBefore,
    ).toEqual([]);
  });

  it('opens, renews and closes findings', async () => {
    const vanished = {
      code: 'signature-vanished',
      about: material.digest,
      old: material.digest,
    } as const;
    await record(1, {
      findings: [vanished],
      decidedFindings: ['signature-vanished'],
    });
    await record(2, {
      findings: [vanished],
      decidedFindings: ['signature-vanished'],
    });
    await record(3, { findings: [], decidedFindings: [] });
    const open = async () =>
      (await readSummaries({ knex, ids: [id] }))[0].findings;
    expect(await open()).toEqual([
      {
        code: 'signature-vanished',
        firstSeenAt: at(1),
        lastSeenAt: at(2),
        old: material.digest,
      },
    ]);
    await record(4, { findings: [], decidedFindings: ['signature-vanished'] });
    expect(await open()).toEqual([]);
    expect(await knex('findings')).toMatchObject([{ closed_at: at(4) }]);
  });

  it('keeps a finding about an address that no index can hold', async () => {
    const about = Array.from({ length: 2_000 }, (_, i) =>
      String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000)),
    ).join('');
    const moved = { code: 'tag-moved', about, old: 'x', new: 'y' } as const;
    await record(1, { findings: [moved] });
    await record(2, { findings: [moved] });
    const [{ findings }] = await readSummaries({ knex, ids: [id] });
    expect(findings).toMatchObject([
      { code: 'tag-moved', firstSeenAt: at(1), lastSeenAt: at(2) },
    ]);
  });

  it('never lets a failure replace a proof, and lets a proof replace a failure', async () => {
    const evidence = (outcome?: typeof failed) => [
      evidenceOf(subject, material.digest, acme, outcome),
    ];
    const stored = async () =>
      (await readEvidence({ knex, subject, materials: [material.digest] })).map(
        one => one.outcome.status,
      );
    await record(1, { evidence: evidence(failed) });
    expect(await stored()).toEqual(['failed']);
    await record(2, { evidence: evidence() });
    expect(await stored()).toEqual(['proven']);
    await record(3, { evidence: evidence(failed) });
    expect(await stored()).toEqual(['proven']);
  });

  it('keeps nothing of a look that cannot be written whole', async () => {
    const unwritable = judgementOf('trusted', 'accepted');
    Object.assign(unwritable, {
      toJSON: () => {
        throw new Error('disk full');
      },
    });
    await expect(record(1, { judgement: unwritable })).rejects.toThrow(
      'disk full',
    );
    for (const table of ['materials', 'collections', 'evidence']) {
      expect(await knex(table)).toEqual([]);
    }
    expect(await knex('judgements')).toMatchObject([
      { reason_code: 'not-checked-yet' },
    ]);
  });

  describe('recordRejudgement', () => {
    const rejudge = (expectedRevision: number) =>
      recordRejudgement({
        knex,
        usageId: id,
        evidence: [],
        judgement: judgementOf('untrusted', 'no-rule'),
        generation: 'g2',
        expectedRevision,
        now: at(5),
      });

    it('writes where nobody came first, and keeps when was last looked', async () => {
      await record(1);
      const { judgementRevision } = (await readKnowledge({
        knex,
        usageId: id,
      }))!;
      expect(await rejudge(judgementRevision)).toBe(true);
      expect(await knex('judgements')).toMatchObject([
        {
          reason_code: 'no-rule',
          generation: 'g2',
          since: at(5),
          last_checked_at: at(1),
        },
      ]);
    });

    it('leaves a newer verdict alone', async () => {
      const { judgementRevision } = (await readKnowledge({
        knex,
        usageId: id,
      }))!;
      await record(1);
      expect(await rejudge(judgementRevision)).toBe(false);
      expect(await knex('judgements')).toMatchObject([
        { reason_code: 'accepted', generation: 'g1' },
      ]);
    });
  });

  describe('readCollections', () => {
    const down = (minutes: number) =>
      collectionOf(subject, at(minutes), {
        sources: [{ source: 'subject', status: 'failed', cause: registryDown }],
      });
    const look = (
      minutes: number,
      collection = collectionOf(subject, at(minutes)),
    ) => record(minutes, { collection, evidence: [], materials: [] });
    const read = (changes = {}) =>
      readCollections({ knex, subject, repository, ...changes });

    it('S6.1 gives the newest complete look and every later one, first and last of a run', async () => {
      await look(1);
      await look(2);
      await look(3, down(3));
      await look(4, down(4));
      await look(5, down(5));
      expect(await read()).toEqual([
        down(5),
        down(3),
        collectionOf(subject, at(2)),
      ]);
      expect(await knex('collections')).toHaveLength(2);
      await look(6);
      expect(await read()).toEqual([collectionOf(subject, at(6))]);
    });

    it('S8.1 keeps repositories and bundle addresses apart', async () => {
      await look(1);
      expect(await read({ repository: 'ghcr.io/evil/payments' })).toEqual([]);
      expect(await read({ bundleUrl: 'https://x.example/b' })).toEqual([]);
    });
  });
});
