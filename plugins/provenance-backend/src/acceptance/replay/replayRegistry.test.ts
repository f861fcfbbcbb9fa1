import {
  blockersOf,
  type AcceptanceRegistry,
  type Collection,
  type Evidence,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { seedUnseen } from '../../__testUtils__/engineOver';
import {
  at,
  collectionOf,
  declared,
  digestOf,
  evidenceOf,
  ManualClock,
  sync,
} from '../../__testUtils__/fixtures';
import { judgingBy } from '../../__testUtils__/judgingActs';
import { release } from '../../__testUtils__/situation';
import { endUsages } from '../../store/operations/endUsages';
import { storeCollections } from '../../store/operations/storeCollections';
import { storeEvidence } from '../../store/operations/storeEvidence';
import { syncEntities } from '../../store/operations/syncEntities';
import { usageIdOf, type ClaimedUsage } from '../../store';
import { replayRegistry, type ReplayOptions } from './replayRegistry';

jest.setTimeout(120_000);

const [acme, partner] = [digestOf('1'), digestOf('2')];
const { judging } = judgingBy(undefined);
const clock = new ManualClock(at(60));

/** The same rules, as they are changed. */
const changed = (
  change: Partial<typeof release>,
  version = 2,
): AcceptanceRegistry => ({
  version,
  rules: [{ ...release, ...change }],
});

const stranger = 'https://ci.example/evil/build';
const material = digestOf('b');
const signers = {
  ours: 'https://ci.example/acme/release',
  stranger,
};

/** Where something runs, and what is known of it. */
interface Place {
  name: string;
  environment?: string;
  /** Absent: nobody has looked. */
  signedBy?: keyof typeof signers | 'nobody';
  /** When it was looked at, in minutes. */
  lookedAt?: number;
}

describe.each(databases.eachSupportedId())(
  'a replay of what is stored, on %s',
  databaseId => {
    let knex: Knex;
    const statements: string[] = [];

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    async function put(...places: Place[]): Promise<void> {
      for (const [i, place] of places.entries())
        await putOne(place, digestOf(String.fromCharCode(97 + (i % 6))));
    }

    function usageAt({ name, environment = 'prod' }: Place): ClaimedUsage {
      const repository = `ghcr.io/acme/${name}`;
      return declared({
        identity: {
          entityRef: `component:default/${name}`,
          kind: 'container-image',
          repository,
          environment,
        },
        reference: `${repository}:1`,
      });
    }

    async function putOne(
      place: Place,
      subject: Evidence['subject'],
    ): Promise<void> {
      const claimed = usageAt(place);
      const { entityRef, repository } = claimed.identity;
      const [usageId] = await sync(knex, [claimed], { entityRef });
      const { signedBy, lookedAt = 50 } = place;
      if (!signedBy) return;
      const resolution = { status: 'resolved', at: at(lookedAt) };
      await knex('usage_states')
        .where({ usage_id: usageId })
        .update({ digest: subject, resolution: JSON.stringify(resolution) });
      const entry = {
        digest: material,
        source: 'referrers-api' as const,
        format: 'sigstore-bundle' as const,
      };
      const collection: Collection = collectionOf(subject, at(lookedAt), {
        repository,
        material: signedBy === 'nobody' ? [] : [entry],
      });
      await knex.transaction(async trx => {
        await storeCollections({ trx, looks: [{ collection, now: at(60) }] });
        if (signedBy !== 'nobody')
          await storeEvidence({
            trx,
            evidence: wordsOf(subject, signers[signedBy]),
            now: at(60),
          });
      });
    }

    function wordsOf(subject: Evidence['subject'], by: string): Evidence[] {
      const proven = evidenceOf(subject, material, {
        name: 'acme',
        digest: acme,
      });
      const unknown = evidenceOf(
        subject,
        material,
        { name: 'partner', digest: partner },
        { status: 'failed', code: 'unknown-authority', message: 'no' },
      );
      return [
        { ...proven, signer: { ...proven.signer!, subject: by } as never },
        unknown,
      ];
    }

    const replay = (
      after: AcceptanceRegistry,
      change: Partial<ReplayOptions> = {},
    ) => replayRegistry({ knex, clock, judging, after, ...change });

    const three: Place[] = [
      { name: 'ours', signedBy: 'ours' },
      { name: 'theirs', signedBy: 'stranger' },
      { name: 'nobodys', signedBy: 'nobody' },
      { name: 'unseen' },
    ];

    it('S9.3 compares verdict and decision of everything that runs', async () => {
      await put(...three);
      const result = await replay(changed({ mode: 'observe' }));
      expect(result.counts).toEqual({
        usages: 4,
        same: 1,
        morePermissive: 3,
        stricter: 0,
        newlyDenied: 0,
        unpredictable: 1,
      });
      expect(
        result.groups
          .map(({ before, after }) => [before, after])
          .map(([before, after]) => `${before.code} ${after.decision}`)
          .sort(),
      ).toEqual([
        'not-checked-yet warn',
        'nothing-found warn',
        'signer-not-accepted warn',
      ]);
      expect(result.unpredictable).toEqual({ 'nothing-collected': 1 });
    });

    it('S9.3 names whom the change lets in, and asks for a word', async () => {
      await put(...three);
      const open = release.signers.map(one => ({
        ...one,
        subject: 'https://ci.example/**',
      }));
      const result = await replay(changed({ signers: open }));
      const [group, ...others] = result.groups.filter(
        ({ direction }) => direction !== 'same',
      );
      expect(others).toEqual([]);
      expect(group).toMatchObject({
        environment: 'prod',
        before: { verdict: 'untrusted', decision: 'deny' },
        after: { verdict: 'trusted', decision: 'allow', code: 'accepted' },
        examples: [{ entityRef: 'component:default/theirs' }],
      });
      const { foreign, own } = result.admitted;
      expect(own).toEqual([]);
      expect(foreign).toMatchObject([
        { subject: stranger, environments: ['prod'], usages: 1 },
      ]);
      const keys = blockersOf(result, []).map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining([group.key, foreign[0].key]));
    });

    it('S6.4 sees what was never verified under an authority of the new rules', async () => {
      await put(...three);
      const open = [{ key: 'new-key' }];
      const { unverifiedAuthorities, counts } = await replay(
        changed({ signers: open }),
      );
      expect(unverifiedAuthorities).toEqual([
        { authority: 'new-key', usages: 2 },
      ]);
      expect(counts.stricter).toBe(1);
    });

    it('finds nothing where the rules say the same', async () => {
      await put(...three);
      const result = await replay(structuredClone(changed({})));
      expect(result.counts).toMatchObject({ usages: 4, same: 4 });
      expect(blockersOf(result, [])).toEqual([]);
    });

    it('counts by environment and owner', async () => {
      await put(
        { name: 'ours', signedBy: 'ours' },
        { name: 'odd', environment: 'unheard-of', signedBy: 'nobody' },
      );
      await syncEntities({
        knex,
        entities: [
          {
            entityRef: 'component:default/odd',
            kind: 'component',
            owner: 'group:default/odd',
            hints: [],
          },
        ],
        now: at(0),
      });
      const result = await replay(changed({ mode: 'observe' }));
      expect(
        result.byEnvironment.of.map(({ name, counts }) => [
          name,
          counts.morePermissive,
        ]),
      ).toEqual([
        [undefined, 1],
        ['prod', 0],
      ]);
      expect(result.byOwner.of).toMatchObject([
        { counts: { usages: 1 } },
        { name: 'group:default/odd', counts: { morePermissive: 1 } },
      ]);
    });

    it('S3.1 holds rules for some entities against what the catalog says of each', async () => {
      await put(
        { name: 'ours', signedBy: 'ours' },
        { name: 'payments', signedBy: 'ours' },
      );
      const entity = { kind: 'component', hints: [] };
      await syncEntities({
        knex,
        entities: ['ours', 'payments'].map(name => ({
          ...{ ...entity, entityRef: `component:default/${name}` },
          system: `system:default/${name}`,
        })),
        now: at(0),
      });
      const strict = {
        ...{ ...release, name: 'strict', signers: [{ key: 'platform-key' }] },
        entities: [{ system: ['system:default/payments'] }],
      };
      const after = { version: 2, rules: [release, strict] };
      const { counts, groups } = await replay(after);
      expect(counts).toMatchObject({ usages: 2, same: 1, newlyDenied: 1 });
      expect(groups[0].examples).toMatchObject([
        { entityRef: 'component:default/payments' },
      ]);
    });

    it('S6.1 judges what ended lately as of its end, and leaves out what ended before', async () => {
      const day = 24 * 60;
      const gone: Place = {
        ...{ name: 'gone', signedBy: 'stranger', lookedAt: -5 * day },
      };
      const older: Place = { ...gone, name: 'older', lookedAt: -50 * day };
      await put(gone, older, { name: 'ours', signedBy: 'ours' });
      const end = (place: Place, minutes: number) =>
        knex.transaction(trx =>
          endUsages({
            trx,
            ids: [usageIdOf(usageAt(place).identity)],
            now: at(minutes),
          }),
        );
      await end(gone, -5 * day + 30);
      await end(older, -50 * day + 30);
      const result = await replay(changed({ mode: 'observe' }));
      expect(result.ended).toBe(1);
      expect(result.counts).toMatchObject({
        ...{ usages: 2, morePermissive: 1, unpredictable: 0 },
      });
      expect(result.groups).toMatchObject([
        {
          before: { code: 'signer-not-accepted', decision: 'deny' },
          ended: 1,
        },
      ]);
      const longer = await replay(changed({ mode: 'observe' }), {
        endedWithinDays: 60,
      });
      expect(longer.ended).toBe(2);
    });

    it('writes nothing, says how far it is, and reads pages behind pages', async () => {
      const usages = Array.from({ length: 205 }, (_, i) =>
        usageAt({ name: `app-${i}` }),
      );
      await seedUnseen(knex, usages, at(0));
      statements.length = 0;
      const hear = ({ sql }: { sql: string }) => statements.push(sql);
      knex.on('query', hear);
      const progress: number[] = [];
      const result = await replay(changed({ mode: 'observe' }), {
        onProgress: ({ done }) => progress.push(done),
      });
      knex.off('query', hear);
      expect(result.counts.usages).toBe(205);
      expect(progress).toEqual([200, 205]);
      expect(
        statements.filter(sql => !/^(with v as|select)\b/i.test(sql)),
      ).toEqual([]);
    });

    it('ends when it is told to', async () => {
      await put(...three);
      const controller = new AbortController();
      const over = replay(changed({}), { signal: controller.signal });
      controller.abort(new Error('nobody waits any more'));
      await expect(over).rejects.toThrow('nobody waits any more');
    });
  },
);
