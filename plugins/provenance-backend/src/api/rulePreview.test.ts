import type { RulePreview } from '@countersign/backstage-plugin-provenance-common';
import type { AcceptanceRule, RuleSigner } from '@countersign/domain';
import { aidApi, type Asking } from '../__testUtils__/aidApi';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { ManualClock } from '../__testUtils__/fixtures';
import { issuer, rules } from '../__testUtils__/images';
import { signedWorld } from '../__testUtils__/signedWorld';
import { startPortal, type Portal } from '../__testUtils__/startPortal';
import { RulePreviews } from '../acceptance/preview';
import { rejudgeOutdated } from '../engine';
import type { UsageRestriction } from '../store';
import { StoredSignerService } from './StoredSignerService';

jest.setTimeout(60_000);

const seesAll = 'provenance.evidence.read.all';
const workflow = (repository: string) =>
  `https://github.com/${repository}/.github/workflows/release.yml`;
const release = workflow('acme/payments');
const worker = workflow('acme/worker');
const stranger = workflow('evil/x');
const signerOf = (subject: string, more: object = {}) => ({
  ...{ authority: 'acme', issuer, subject, ...more },
});
const tags = signerOf(`${release}@refs/tags/v1*`);
const some = (...names: string[]): UsageRestriction => ({
  type: 'some',
  entityRefs: new Set(names.map(name => `component:default/${name}`)),
});

describe.each(databases.eachSupportedId())(
  'a rule held against who signed, on %s',
  databaseId => {
    let portal: Portal;
    let asking: Asking;
    let api: ReturnType<typeof aidApi>;

    beforeAll(async () => {
      const knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules });
      await signedWorld(portal);
      asking = { denied: [], restriction: { type: 'some' } };
      const previews = new RulePreviews({
        ...{ knex, clock: portal.clock, environments: () => ['prod'] },
      });
      api = aidApi({ previews }, asking);
    });

    beforeEach(() => {
      asking.denied = [seesAll];
      asking.restriction = { type: 'some' };
    });

    afterAll(() => portal.close());

    const ask = (rule: unknown) =>
      api.post('/acceptance/preview').send({ rule } as object);
    const preview = async (rule: object): Promise<RulePreview> => {
      const { status, body } = await ask(rule);
      expect([body.error, status]).toEqual([undefined, 200]);
      return body;
    };
    const by = (...signers: object[]) => preview({ signers });
    const subjectsOf = (named: RulePreview['matching']) =>
      named.map(({ subject }) => subject);

    it('says whom it means, at which refs, and who signs most first', async () => {
      const answer = await by(signerOf('https://github.com/acme/**'));
      expect(answer.matching).toEqual([
        {
          ...{ type: 'certificate', authority: 'acme', issuer },
          ...{ id: expect.any(String), subject: release, usages: 2 },
          lastSeenAt: expect.stringMatching(/Z$/),
          refs: ['refs/tags/v1.0.0', 'refs/tags/v2.0.0'],
        },
        expect.objectContaining({ subject: worker, usages: 1 }),
      ]);
      expect(answer.counts).toEqual({ matching: 2, others: 1 });
    });

    it('names of one who signs at several refs those that the rule means', async () => {
      const { matching } = await by(tags);
      expect(matching).toMatchObject([
        { subject: release, refs: ['refs/tags/v1.0.0'], usages: 2 },
      ]);
    });

    it('says of the others what is nearest and which part differs, the nearest first', async () => {
      const { others, matching } = await by(
        signerOf(`${release}@refs/heads/main`),
        signerOf(`${worker}@refs/tags/v1`, { issuer: 'https://gitlab.com' }),
      );
      expect(matching).toEqual([]);
      expect(others).toMatchObject([
        {
          subject: release,
          refs: ['refs/tags/v1.0.0', 'refs/tags/v2.0.0'],
          nearest: { index: 0, part: 'ref', wanted: 'refs/heads/main' },
        },
        { nearest: { part: 'subject', wanted: `${release}@refs/heads/main` } },
        { nearest: { part: 'subject' } },
      ]);
    });

    it('takes claims of the certificates, and no claim of nobody', async () => {
      const claims = { sourceRepository: 'https://github.com/acme/payments' };
      const any = signerOf('https://github.com/**', { claims });
      const { matching, others } = await by(any);
      expect(subjectsOf(matching)).toEqual([release]);
      expect(others.map(({ nearest }) => nearest?.found).sort()).toEqual([
        'sourceRepository=https://github.com/acme/worker',
        'sourceRepository=https://github.com/evil/x',
      ]);
    });

    it('S2.4 leaves out what differs by the entity', async () => {
      const own = { ...tags, ownRepository: true };
      expect(await by(own)).toEqual(await by(tags));
    });

    const mixed: [string, RuleSigner[]][] = [
      ['one release', [tags]],
      ['anybody', [signerOf('**')]],
      ['nobody', [signerOf('nobody')]],
      ['a key', [{ key: 'platform' }]],
      ['another authority', [signerOf('**', { authority: 'partner' })]],
      ['a stranger', [signerOf(`${stranger}@**`), tags]],
      [
        'who has a claim',
        [signerOf('**', { claims: { sourceRef: 'refs/tags/v2*' } })],
      ],
    ];

    it.each(mixed)(
      'S4.8 agrees with what the judge says of %s',
      async (_, signers) => {
        const [rule] = rules(portal.registry);
        const tried: AcceptanceRule = { ...rule, signers };
        const usages = await portal.reconfigure({ rules: [tried] });
        const { matching, others } = await preview({ signers });
        const service = new StoredSignerService({ knex: portal.engine.knex });
        const accepted = await service.list(
          {},
          { restriction: { type: 'some' }, seesAllEvidence: false },
        );
        expect(matching.map(({ id }) => id).sort()).toEqual(
          accepted.items.map(({ id }) => id).sort(),
        );
        const judged = await Promise.all(
          usages.map(({ id }) => portal.detail(id)),
        );
        const said = judged.flatMap(({ judgement }) =>
          judgement.rules.flatMap(({ materials }) =>
            materials.flatMap(({ nearest }) =>
              nearest ? [JSON.stringify(nearest)] : [],
            ),
          ),
        );
        for (const { nearest } of others)
          expect(said).toContain(JSON.stringify(nearest));
        await portal.reconfigure({ rules: rules(portal.registry) });
      },
    );

    it.each<[string, object, number]>([
      ['its references', {}, 4],
      ['no reference of ours', { references: ['ghcr.io/acme/**'] }, 0],
      ['the environment', { environments: () => ['prod'] }, 4],
      ['another environment', { environments: ['dev'] }, 0],
      ['the kind', { kinds: ['container-image'] }, 4],
      // Of what nobody could look at it is not known what it is (S3.1).
      ['another kind', { kinds: ['firmware'] }, 1],
      ['its entities', { entities: [{ kind: 'component' }] }, 4],
      ['other entities', { entities: [{ kind: 'resource' }] }, 0],
      ['nothing that can be read yet', { references: ['***'] }, 0],
      ['no references yet', { references: undefined }, 0],
    ])('counts usages by %s', async (_, scope, usages) => {
      const references = [`${portal.registry.host}/acme/*`];
      const rule = { references, signers: [tags], ...scope };
      expect((await preview(rule)).usages).toBe(usages);
    });

    it('S11.2 says nothing of what is hidden: no signer, no ref, no count', async () => {
      asking.restriction = some('cards');
      const rule = {
        references: ['**'],
        signers: [signerOf('https://github.com/**')],
      };
      const answer = await preview(rule);
      expect(answer).toMatchObject({
        matching: [{ subject: release, usages: 1, refs: ['refs/tags/v1.0.0'] }],
        ...{ others: [], counts: { matching: 1, others: 0 }, usages: 1 },
      });
      asking.restriction = { type: 'nothing' };
      expect(await preview(rule)).toEqual({
        ...{ matching: [], others: [], usages: 0 },
        counts: { matching: 0, others: 0 },
      });
    });

    it('shows everybody to who may see all evidence, and still no hidden usage', async () => {
      asking.denied = [];
      asking.restriction = some('cards');
      const { matching } = await by(signerOf('https://github.com/**'));
      expect(matching[0]).toMatchObject({ subject: release, usages: 1 });
      expect(matching.slice(1).map(({ usages }) => usages)).toEqual([0, 0]);
      expect(subjectsOf(matching).slice(1).sort()).toEqual([worker, stranger]);
    });

    it('needs the permission to read rules', async () => {
      asking.denied = ['provenance.acceptance.read'];
      const { status, body } = await ask({ signers: [tags] });
      expect([status, body.error.message]).toEqual([
        403,
        'needs the permission provenance.acceptance.read',
      ]);
    });

    it.each<[string, unknown, string]>([
      ['no rule', undefined, 'rule'],
      ['a text', 'rule', 'rule'],
      ['a list', [], 'rule'],
      ['a rule without signers', {}, 'rule.signers'],
      ['an empty list of them', { signers: [] }, 'rule.signers'],
      ['a misspelt key', { signers: [tags], reference: [] }, 'rule.reference'],
      [
        'a signer without authority',
        { signers: [{ ...tags, authority: undefined }] },
        'rule.signers[0].authority',
      ],
      [
        'a pattern of 10,000 stars',
        { signers: [tags, signerOf('*'.repeat(10_000))] },
        'rule.signers[1].subject',
      ],
      [
        'more signers than anybody writes',
        { signers: Array(101).fill(tags) },
        'rule.signers: has more than 100 entries',
      ],
      [
        'an object in the place of a text',
        { signers: [{ ...tags, issuer: { $ne: '' } }] },
        'rule.signers[0].issuer',
      ],
    ])('refuses %s, and says where', async (_name, rule, where) => {
      const { status, body } = await ask(rule);
      expect([status, body.error.name]).toEqual([400, 'InputError']);
      expect(body.error.message).toContain(where);
    });

    it('ends what would keep the process for too long, and says what to do', async () => {
      const previews = new RulePreviews({
        ...{ knex: portal.engine.knex, clock: portal.clock, mostMs: 0 },
        environments: () => [],
      });
      const { status, body } = await aidApi({ previews }, asking)
        .post('/acceptance/preview')
        .send({ rule: { signers: [tags] } });
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringMatching(/takes too long; name fewer signers/),
      ]);
    });

    it('means nobody by a ref that an older release did not keep, and all of them once they were judged again', async () => {
      const { engine } = portal;
      const { knex } = engine;
      await knex('usage_signers').update({ forms_hash: null });
      await knex('signer_forms').delete();
      await knex('current_usages').update({ signers_hash: 'of before' });
      await knex('judgements').update({ generation: '' });
      portal.clock.advance(1);
      expect((await by(tags)).counts).toEqual({ matching: 0, others: 3 });
      await rejudgeOutdated(engine);
      portal.clock.advance(1);
      expect((await by(tags)).matching).toMatchObject([
        { subject: release, refs: ['refs/tags/v1.0.0'] },
      ]);
    });

    it('refuses what is longer than a rule can be', async () => {
      const rationale = 'x'.repeat(2_000_000);
      const { body } = await ask({ signers: [tags], rationale });
      expect(body.error.message).toMatch(/too large/);
    });
  },
);

describe.each(databases.eachSupportedId())(
  'a rule held against nobody, on %s',
  databaseId => {
    it('means nobody', async () => {
      const knex = await migratedDatabase(databaseId);
      const previews = new RulePreviews({
        ...{ knex, clock: new ManualClock(), environments: () => [] },
      });
      const rule = { references: ['**'], signers: [tags] };
      const viewer = {
        restriction: { type: 'some' as const },
        seesAllEvidence: true,
      };
      expect(await previews.preview(rule, viewer)).toEqual({
        ...{ matching: [], others: [], usages: 0 },
        counts: { matching: 0, others: 0 },
      });
    });
  },
);
