import { mockServices } from '@backstage/backend-test-utils';
import type { RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  collectionOf,
  declared,
  digestOf,
  evidenceOf,
  ManualClock,
  sync,
} from '../../__testUtils__/fixtures';
import { governed } from '../../__testUtils__/governed';
import { judgingBy, unasked } from '../../__testUtils__/judgingActs';
import { release } from '../../__testUtils__/situation';
import type { JudgeContext } from '../../engine';
import {
  acknowledgeReplay,
  editProposal,
  noteReplay,
  readProposal,
  readReplay,
  startReplay,
} from '../../store';
import { storeCollections } from '../../store/operations/storeCollections';
import { storeEvidence } from '../../store/operations/storeEvidence';
import { withGovernedKeys } from '../../trust/governedKeys';
import { openBlockers, ProposalReplays } from './ProposalReplays';

jest.setTimeout(60_000);

const [mallory, ann] = ['user:default/mallory', 'user:default/ann'];
const { judging } = judgingBy(undefined);
const inForce: JudgeContext = {
  ...judging,
  registry: { version: 1, rules: [release] },
};
const subject = digestOf('a');
const material = digestOf('b');

/** Nobody of those who sign now. */
const others: RegistryContent = {
  rules: [
    {
      ...release,
      signers: [{ ...release.signers[0], subject: 'https://ci.example/b/*' }],
    },
  ],
};

describe.each(databases.eachSupportedId())(
  'S9.3 replays of proposals, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let people: ReturnType<typeof governed>;
    let logger: ReturnType<typeof mockServices.logger.mock>;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock(at(60));
      logger = mockServices.logger.mock();
      people = governed(knex);
      await people.seeded();
      await putSigned();
    });

    /** Something that runs, signed by whom the rules accept. */
    async function putSigned() {
      const claimed = declared();
      const [usageId] = await sync(knex, [claimed]);
      await knex('usage_states')
        .where({ usage_id: usageId })
        .update({
          digest: subject,
          resolution: JSON.stringify({ status: 'resolved', at: at(50) }),
        });
      const collection = collectionOf(subject, at(50), {
        material: [
          {
            digest: material,
            source: 'referrers-api',
            format: 'sigstore-bundle',
          },
        ],
      });
      const authority = { name: 'acme', digest: digestOf('1') };
      await knex.transaction(async trx => {
        await storeCollections({ trx, looks: [{ collection, now: at(50) }] });
        const evidence = [evidenceOf(subject, material, authority)];
        await storeEvidence({ trx, evidence, now: at(50) });
      });
    }

    const replaysOf = (context: () => JudgeContext = () => inForce) =>
      new ProposalReplays({
        ...{ knex, clock, logger, judging: context },
        verification: unasked,
        trust: {
          trustedWith: keys => withGovernedKeys(context().authorities, keys),
        },
      });

    /** Replays what mallory opened, to its end. */
    async function replayed(
      content = others,
      context?: () => JudgeContext,
    ): Promise<{ id: string; blockers: () => Promise<string[]> }> {
      const id = await people.opened(content);
      const replays = replaysOf(context);
      const expected = await people.binding(id);
      await replays.start({ id, expected, by: mallory });
      await ended(id);
      const blockers = async () =>
        replays.blockers((await readProposal({ knex, id }))!);
      return { id, blockers };
    }

    async function ended(id: string): Promise<void> {
      for (;;) {
        const kept = await readReplay({ knex, id });
        if (kept?.state !== 'running') return;
        await new Promise(resolve => setImmediate(resolve));
      }
    }

    async function acknowledge(id: string, by = ann, expected?: string) {
      const kept = (await readReplay({ knex, id }))!;
      await acknowledgeReplay({
        ...{ knex, id, by, text: 'It is meant.', now: at(61) },
        expected: expected ?? (await people.binding(id)),
        keys: openBlockers(kept).map(({ key }) => key),
      });
    }

    const refusal = (code: string) => expect.objectContaining({ code });

    it('blocks what nobody replayed, and what somebody has yet to acknowledge', async () => {
      const id = await people.opened(others);
      const proposal = (await readProposal({ knex, id }))!;
      expect(await replaysOf().blockers(proposal)).toEqual([
        'nobody has replayed it over what runs',
      ]);
      const { id: next, blockers } = await replayed();
      expect(await blockers()).toEqual([
        expect.stringMatching(
          /^1 usage in prod: trusted \(allow, accepted\) becomes untrusted \(deny, signer-not-accepted\)\.$/,
        ),
      ]);
      await acknowledge(next);
      expect(await blockers()).toEqual([]);
      expect(await readReplay({ knex, id: next })).toMatchObject({
        ...{ state: 'done', done: 1, by: mallory },
        result: { counts: { newlyDenied: 1 } },
        acknowledgements: [{ by: ann, text: 'It is meant.', at: at(61) }],
      });
    });

    it('S9.1 forgets replay and acknowledgements with an edit, also where somebody edits it back', async () => {
      const { id, blockers } = await replayed();
      await acknowledge(id);
      for (const content of [{ rules: [] }, others])
        await editProposal({
          ...{ knex, id, by: mallory, now: at(62) },
          expected: await people.binding(id),
          text: { title: 'T', reason: 'R', answers: [], content },
        });
      expect(await blockers()).toEqual([
        'nobody has replayed it over what runs',
      ]);
      expect(await knex('proposal_acknowledgements')).toEqual([]);
    });

    it('S9.2 takes no word of an author, and none about another content', async () => {
      const { id, blockers } = await replayed();
      await expect(acknowledge(id, mallory)).rejects.toEqual(
        refusal('own-proposal'),
      );
      await expect(acknowledge(id, ann, 'f'.repeat(64))).rejects.toEqual(
        refusal('other-content'),
      );
      expect(await blockers()).toHaveLength(1);
    });

    it('counts for a day', async () => {
      const { id, blockers } = await replayed();
      await acknowledge(id);
      clock.advance(24 * 60);
      expect(await blockers()).toEqual([]);
      clock.advance(1);
      expect(await blockers()).toEqual([
        'its replay is older than a day; ask for another one',
      ]);
    });

    it('is about the version that is in force', async () => {
      const id = await people.opened(others);
      const context = () => ({
        ...inForce,
        registry: { ...inForce.registry, version: 2 },
      });
      const expected = await people.binding(id);
      await expect(
        replaysOf(context).start({ id, expected, by: mallory }),
      ).rejects.toEqual(refusal('base-moved'));
      expect(await readReplay({ knex, id })).toBeUndefined();
    });

    it('blocks where it failed, and says nothing of what went wrong inside', async () => {
      const broken = () => ({
        ...inForce,
        get settings(): JudgeContext['settings'] {
          throw new TypeError('the key of ada@acme.example');
        },
      });
      const { id, blockers } = await replayed(others, broken);
      expect(await blockers()).toEqual([
        'its replay failed; ask for another one',
      ]);
      expect(await readReplay({ knex, id })).toMatchObject({
        ...{ state: 'failed', problem: 'TypeError' },
      });
      expect(logger.error).toHaveBeenCalledTimes(1);
    });

    it('is done by one at a time, and taken over from a process that fell silent', async () => {
      const id = await people.opened(others);
      const expected = await people.binding(id);
      const take = (minutes: number) =>
        startReplay({ knex, id, expected, by: mallory, now: at(minutes) });
      const [one, two] = await Promise.all([take(0), take(0)]);
      const first = (one ?? two)!;
      expect([one, two].filter(Boolean)).toHaveLength(1);
      const note = (ticket: string, minutes: number) =>
        noteReplay({
          ...{ knex, id, ticket, now: at(minutes) },
          news: { state: 'running', done: 7 },
        });
      expect(await note(first, 0.9)).toBe(true);
      expect(await take(1.8)).toBeUndefined();
      const second = await take(1.9);
      expect(second).toEqual(expect.any(String));
      expect(await note(first, 2)).toBe(false);
      expect(await note(second!, 2)).toBe(true);
    });

    it('ends with its process, and is begun anew by whoever asks', async () => {
      const id = await people.opened(others);
      const expected = await people.binding(id);
      const replays = replaysOf();
      await replays.start({ id, expected, by: mallory });
      await replays.stop();
      const again = replaysOf();
      clock.advance(1);
      await again.start({ id, expected, by: mallory });
      await ended(id);
      expect(await readReplay({ knex, id })).toMatchObject({ state: 'done' });
    });

    it('replays nothing that has ended', async () => {
      const id = await people.opened(others);
      await knex('proposals').where({ id }).update({ state: 'rejected' });
      const expected = await people.binding(id);
      await expect(
        replaysOf().start({ id, expected, by: mallory }),
      ).rejects.toEqual(refusal('wrong-state'));
    });
  },
);
