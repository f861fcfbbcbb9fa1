import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, declared, judgementOf, sync } from '../__testUtils__/fixtures';
import type { SeenSigner } from '../store';
import { writeJudgement } from '../store/operations/writeJudgement';
import { eraseIdentity } from './eraseIdentity';

jest.setTimeout(60_000);

const workflow = 'https://github.com/acme/x/.github/workflows/release.yml';

const by = (
  subject: string,
  subjectType: 'uri' | 'email',
  more: object = {},
): SeenSigner => ({
  identity: {
    ...{ type: 'certificate', authority: 'acme', subject, subjectType },
    issuer: 'https://issuer.example',
  },
  ...{ accepted: true, knownAs: subject, signed: ['a m1'], ...more },
});

const ann = by('ann@acme.com', 'email');
const joann = by('joann@acme.com', 'email');
const release = by(workflow, 'uri');

describe.each(databases.eachSupportedId())(
  'S10.1 erasing a signer on %s',
  databaseId => {
    let knex: Knex;
    let id: string;

    const judge = (minutes: number, signers: SeenSigner[]) =>
      knex.transaction(async trx => {
        const judgement = {
          ...judgementOf('trusted', 'accepted'),
          signedBy: () => signers,
        };
        await writeJudgement({
          ...{ trx, usageId: id, judgement, generation: 'g1' },
          now: at(minutes),
        });
      });

    const erase = (identity: string) =>
      eraseIdentity({ knex, identity, now: at(9) });
    const subjects = () => knex('signers').orderBy('id').pluck('subject');

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      [id] = await sync(knex, [declared()]);
      await judge(1, [ann]);
      await judge(2, [ann, joann, release]);
    });

    it('takes the name and its hash, and leaves that somebody signed', async () => {
      const [{ hash }] = await knex('signers').where({
        subject: 'ann@acme.com',
      });
      expect(await erase('ann@acme.com')).toBe(1);
      expect((await subjects()).sort()).toEqual([
        'erased',
        workflow,
        'joann@acme.com',
      ]);
      const [erased] = await knex('signers').where({ subject: 'erased' });
      expect(erased.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(erased.hash).not.toBe(hash);
      expect(await knex('usage_signers')).toHaveLength(3);
      expect(await erase('ann@acme.com')).toBe(0);
    });

    it('finds a workflow by what its certificate says', async () => {
      expect(await erase(`${workflow}@refs/tags/v1`)).toBe(1);
      expect(await subjects()).not.toContain(workflow);
    });

    it('takes how they signed, and leaves how others did', async () => {
      const form = (subject: string) => ({
        ...{ subject, subjectType: 'email' as const, claims: {} },
      });
      const [anns, joanns] = [form('ann@acme.com'), form('joann@acme.com')];
      await judge(3, [
        { ...ann, forms: [anns] },
        { ...joann, forms: [joanns] },
      ]);
      await erase('ann@acme.com');
      expect(await knex('signer_forms').pluck('content')).toEqual([
        JSON.stringify([joanns]),
      ]);
      expect(
        await knex('usage_signers').whereNotNull('forms_hash'),
      ).toHaveLength(1);
    });

    it.each([workflow, `${workflow}@refs/tags/v1`])(
      'takes how a workflow signed at any ref, of %s',
      async identity => {
        const subject = `${workflow}@refs/tags/v2`;
        const form = { subject, subjectType: 'uri' as const, claims: {} };
        await judge(3, [{ ...release, forms: [form] }]);
        await erase(identity);
        expect(await knex('signer_forms')).toEqual([]);
        expect(await subjects()).not.toContain(workflow);
      },
    );

    it('stays erased where nothing changes, and until then', async () => {
      await erase('ann@acme.com');
      await judge(3, [ann, joann, release]);
      expect(await subjects()).not.toContain('ann@acme.com');
      await judge(4, [{ ...ann, signed: ['a m2'] }, joann, release]);
      expect(await subjects()).toContain('ann@acme.com');
      expect(await knex('usage_signers')).toHaveLength(3);
    });
  },
);
