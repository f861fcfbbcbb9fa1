import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { untilSomebodyWaits } from '../../__testUtils__/untilSomebodyWaits';
import { at, declared, judgementOf, sync } from '../../__testUtils__/fixtures';
import { isPostgres } from '../dialect';
import type { SeenSigner } from '../seenSigners';
import { pruneSignerForms } from './pruneSignerForms';
import { pruneSigners } from './pruneSigners';
import { writeJudgement } from './writeJudgement';

jest.setTimeout(60_000);

const release: SeenSigner = {
  identity: {
    type: 'certificate',
    authority: 'acme',
    issuer: 'https://issuer.example',
    subject: 'https://ci.example/acme/release',
    subjectType: 'uri',
  },
  accepted: true,
  knownAs: 'k1',
  signed: ['a m1'],
};
const stranger: SeenSigner = {
  ...release,
  identity: {
    ...release.identity,
    subject: 'ann@example.com',
    subjectType: 'email',
  },
  accepted: false,
  knownAs: 'k2',
};

describe.each(databases.eachSupportedId())(
  'S11.1 who signed a usage, on %s',
  databaseId => {
    let knex: Knex;
    let id: string;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      [id] = await sync(knex, [declared()]);
    });

    const judge = (
      minutes: number,
      signers: SeenSigner[] | undefined,
      usageId = id,
      during: (trx: Knex.Transaction) => Promise<unknown> = async () => {},
    ) =>
      knex.transaction(async trx => {
        const judgement = {
          ...judgementOf('trusted', 'accepted'),
          signedBy: () => signers,
        };
        const now = at(minutes);
        await writeJudgement({
          ...{ trx, usageId, judgement, generation: 'g1', now },
          lastCheckedAt: now,
        });
        await during(trx);
      });

    const rows = () =>
      knex('usage_signers')
        .join('signers', 'signers.id', 'usage_signers.signer_id')
        .orderBy('subject')
        .select(
          ...['subject', 'accepted', 'first_seen_at', 'last_seen_at'],
          ...['entity_ref', 'environment'],
        );
    const hash = async () =>
      (await knex('current_usages').first()).signers_hash;

    /** What is written while something runs. */
    async function statementsOf(what: () => Promise<unknown>) {
      const asked: string[] = [];
      const remember = ({ sql }: { sql: string }) => asked.push(sql);
      knex.on('query', remember);
      await what();
      knex.off('query', remember);
      return asked.filter(sql => /signers/.test(sql));
    }

    it('is what the newest judgement says', async () => {
      await judge(1, [release, stranger]);
      expect(await rows()).toEqual([
        {
          ...{ subject: 'ann@example.com', accepted: 0 },
          ...{ first_seen_at: at(1), last_seen_at: at(1) },
          ...{ entity_ref: 'component:default/payments', environment: 'prod' },
        },
        expect.objectContaining({
          ...{ subject: release.identity.subject, accepted: 1 },
        }),
      ]);
      await judge(2, [release]);
      expect(await rows()).toMatchObject([
        { subject: release.identity.subject, first_seen_at: at(1) },
      ]);
    });

    it('costs an unchanged look no statement', async () => {
      await judge(1, [release, stranger]);
      const again = await statementsOf(() => judge(2, [stranger, release]));
      expect(again).toEqual([
        expect.stringMatching(/^INSERT INTO current_usages/),
      ]);
      expect(await rows()).toMatchObject([
        { last_seen_at: at(1) },
        { last_seen_at: at(1) },
      ]);
    });

    it('says when something new of a signer came, and of which', async () => {
      await judge(1, [release, stranger]);
      await judge(2, [{ ...release, signed: ['a m1', 'a m2'] }, stranger]);
      expect(await rows()).toMatchObject([
        { accepted: 0, first_seen_at: at(1), last_seen_at: at(1) },
        { accepted: 1, first_seen_at: at(1), last_seen_at: at(2) },
      ]);
    });

    it('follows the rules without a new signature', async () => {
      await judge(1, [release]);
      await judge(2, [{ ...release, accepted: false }]);
      expect(await rows()).toMatchObject([
        { accepted: 0, last_seen_at: at(1) },
      ]);
    });

    const form = (ref: string) => ({
      subject: `${release.identity.subject}@${ref}`,
      subjectType: 'uri' as const,
      claims: { sourceRef: ref },
    });
    const formed = (...refs: string[]): SeenSigner => ({
      ...release,
      forms: refs.map(form),
    });
    const kept = async () => {
      const found = await knex('usage_signers')
        .leftJoin('signer_forms', 'signer_forms.hash', 'forms_hash')
        .pluck('content');
      return found.map(text => text && JSON.parse(text));
    };

    it('has how they signed it, each content once, and writes it where that alone changed', async () => {
      const dev = { ...declared().identity, environment: 'dev' };
      const ids = await sync(knex, [declared(), declared({ identity: dev })]);
      const [v1, v2] = ['refs/tags/v1', 'refs/tags/v2'];
      await judge(1, [formed(v1, v2)], ids[0]);
      await judge(1, [formed(v2, v1, v1)], ids[1]);
      expect(await kept()).toEqual([
        [form(v1), form(v2)],
        [form(v1), form(v2)],
      ]);
      expect(await knex('signer_forms')).toHaveLength(1);
      await judge(2, [formed(v2)], ids[0]);
      await judge(2, [release], ids[1]);
      expect((await kept()).filter(Boolean)).toEqual([[form(v2)]]);
      expect(await rows()).toMatchObject([
        { last_seen_at: at(1) },
        { last_seen_at: at(1) },
      ]);
    });

    it('keeps a form that is old enough to be removed and comes again', async () => {
      const day = 24 * 60;
      await judge(1, [formed('refs/tags/v1')]);
      await judge(2, []);
      await judge(2 + 2 * day, [formed('refs/tags/v1')]);
      const now = new Date(at(2 + 2 * day));
      expect(await pruneSignerForms({ knex, now })).toBe(0);
      expect(await kept()).toEqual([[form('refs/tags/v1')]]);
      await judge(3 + 2 * day, []);
      const later = new Date(at(4 + 3 * day));
      expect(await pruneSignerForms({ knex, now: later })).toBe(1);
    });

    it('is unknown before anybody looked, and again where nobody can say', async () => {
      expect(await hash()).toBeNull();
      await judge(1, []);
      expect(await hash()).toHaveLength(22);
      await judge(2, [release]);
      await judge(3, undefined);
      expect(await rows()).toEqual([]);
      expect(await hash()).toBeNull();
    });

    it('starts anew with another reference, and knows who signed before', async () => {
      await knex('known_signers').insert({
        ...{ usage_id: id, signer: release.knownAs, accepted: 1 },
        first_seen_at: at(0.5),
      });
      await judge(1, [release]);
      await sync(knex, [declared({ reference: 'ghcr.io/acme/payments:2' })], {
        now: at(2),
      });
      expect(await rows()).toEqual([]);
      await judge(3, [release, stranger]);
      expect(await rows()).toMatchObject([
        { accepted: 0, first_seen_at: at(3) },
        { accepted: 1, first_seen_at: at(0.5), last_seen_at: at(3) },
      ]);
    });

    it('ends with the usage, and its signers with the last of them', async () => {
      const dev = { ...declared().identity, environment: 'dev' };
      const both = [declared(), declared({ identity: dev })];
      const ids = await sync(knex, both);
      await judge(1, [release, stranger], ids[0]);
      await judge(1, [release], ids[1]);
      expect(await knex('signers')).toHaveLength(2);
      await sync(knex, [both[1]], { now: at(2) });
      expect(await rows()).toMatchObject([{ environment: 'dev' }]);
      expect(await pruneSigners({ knex })).toBe(1);
      expect(await knex('signers')).toMatchObject([
        { issuer: 'https://issuer.example', subject: release.identity.subject },
      ]);
      expect(await pruneSigners({ knex })).toBe(0);
      await judge(3, [release], ids[0]);
      expect(await rows()).toHaveLength(1);
    });

    it('is written again where its signer goes at that moment', async () => {
      // SQLite has one writer: one of the two is over before the other begins.
      if (!isPostgres(knex)) return;
      await judge(1, [release]);
      await judge(2, []);
      let judged: Promise<unknown> = Promise.resolve();
      await knex.transaction(async trx => {
        await trx('signers').delete();
        judged = judge(3, [release]);
        await untilSomebodyWaits(trx);
      });
      await judged;
      expect(await rows()).toMatchObject([{ first_seen_at: at(3) }]);
    });

    it('keeps a signer that somebody refers to at that moment', async () => {
      if (!isPostgres(knex)) return;
      await judge(1, [release]);
      await judge(2, []);
      let pruned: Promise<unknown> = Promise.resolve();
      await judge(3, [release], id, async trx => {
        pruned = pruneSigners({ knex });
        await untilSomebodyWaits(trx);
      });
      expect(await pruned).toBe(0);
      expect(await rows()).toHaveLength(1);
    });

    it('two looks that bring the same new signers do not wait for each other in a circle', async () => {
      if (!isPostgres(knex)) return;
      const dev = { ...declared().identity, environment: 'dev' };
      const ids = await sync(knex, [declared(), declared({ identity: dev })]);
      let second: Promise<unknown> = Promise.resolve();
      await judge(1, [release, stranger], ids[0], async trx => {
        second = judge(1, [stranger, release], ids[1]);
        await untilSomebodyWaits(trx);
      });
      await second;
      expect(await rows()).toHaveLength(4);
      expect(await knex('signers')).toHaveLength(2);
    });
  },
);
