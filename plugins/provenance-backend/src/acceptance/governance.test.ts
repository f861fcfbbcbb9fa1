import {
  mockServices,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { AcceptanceRule, RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { governed, seed } from '../__testUtils__/governed';
import { editProposal, rebaseProposal } from '../store';
import { CatalogReviewers } from './CatalogReviewers';
import { Merging, type MergingOptions } from './Merging';
import { reviewerOf } from './reviewerOf';

jest.setTimeout(60_000);

const platform = 'group:default/platform';
const security = 'group:default/security';
const governance = {
  reviewers: [platform],
  securityReviewers: [security],
  production: ['prod'],
};
const [ann, ben, pat, mallory] = ['ann', 'ben', 'pat', 'mallory'].map(
  name => `user:default/${name}`,
);
const [rule] = seed.rules;
const withRule = (change: Partial<AcceptanceRule>): RegistryContent => ({
  rules: [{ ...rule, ...change }],
});
const observed = withRule({ mode: 'observe' });
const inProd = withRule({ environments: ['prod'] });
const distrust = [{ key: 'platform-key', reason: 'lost' }];

function person(name: string, ...groups: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name },
    spec: {},
    relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}
function group(name: string, ...parents: string[]): Entity {
  return {
    ...person(name),
    kind: 'Group',
    relations: parents.map(parent => ({
      type: 'childOf',
      targetRef: `group:default/${parent}`,
    })),
  };
}
const everybody = [
  person('ann', platform),
  person('ben', platform, security),
  person('pat', 'group:default/payments'),
  person('mallory', platform),
  person('guest', platform),
];

describe.each(databases.eachSupportedId())(
  'attacks on governance, %s',
  (id: TestDatabaseId) => {
    let knex: Knex;
    let people: ReturnType<typeof governed>;

    beforeEach(async () => {
      knex = await migratedDatabase(id);
      people = governed(knex);
      await people.seeded();
    });

    const merging = (
      change: Partial<MergingOptions> = {},
      catalog = catalogServiceMock({ entities: everybody }),
    ) =>
      new Merging({
        ...{ knex, clock: new ManualClock(), governance, isGuarded: true },
        reviewers: new CatalogReviewers({
          ...{ catalog, governance, auth: mockServices.auth() },
          logger: mockServices.logger.mock(),
        }),
        replay: { blockers: async () => [] },
        lintOptions: () => ({}),
        ...change,
      });
    const merge = async (
      proposal: string,
      by = mallory,
      through = merging(),
      groups = [platform],
    ) =>
      through.merge({
        ...{ id: proposal, by, merger: reviewerOf(by, groups, governance) },
        expected: await people.binding(proposal),
      });
    const refusal = (code: string, message = /./) =>
      expect.objectContaining({
        code,
        message: expect.stringMatching(message),
      });
    const inForce = async () =>
      (await knex('acceptance_head').first('number')).number;
    /** Mallory's, opened. */
    const opened = (content: RegistryContent, base = 1) =>
      people.opened(content, base, mallory);

    async function approved(content: RegistryContent, ...by: string[]) {
      const proposal = await opened(content);
      for (const one of by) await people.approve(proposal, one);
      return proposal;
    }

    it('S9.2 merges with one reviewer outside production, and never with the author', async () => {
      const proposal = await approved(observed, ann);
      expect(await merge(proposal)).toBe(2);
      const lonely = await opened(withRule({ mode: 'off' }), 2);
      await expect(merge(lonely)).rejects.toEqual(refusal('not-approved'));
    });

    it('S9.1 S9.2 a second edit makes the approver an author, and voids the word', async () => {
      const proposal = await approved(observed, ann);
      await editProposal({
        ...{ knex, id: proposal, by: ann, now: at(4) },
        expected: await people.binding(proposal),
        text: { title: 'T', reason: 'R', answers: [], content: observed },
      });
      await expect(merge(proposal)).rejects.toEqual(
        refusal('not-approved', /ann does not count \(author\)/),
      );
      expect(await inForce()).toBe(1);
    });

    it('S9.1 an edit after the approval is not what was approved', async () => {
      const proposal = await approved(observed, ann);
      await editProposal({
        ...{ knex, id: proposal, by: mallory, now: at(4) },
        expected: await people.binding(proposal),
        text: { title: 'T', reason: 'R', answers: [], content: inProd },
      });
      await expect(merge(proposal)).rejects.toEqual(
        refusal('not-approved', /ann does not count \(other-content\)/),
      );
    });

    it('S9.1 what is edited back has lost its approvals on the way', async () => {
      const proposal = await approved(observed, ann);
      for (const content of [inProd, observed])
        await editProposal({
          ...{ knex, id: proposal, by: mallory, now: at(4) },
          expected: await people.binding(proposal),
          text: { title: 'T', reason: 'R', answers: [], content },
        });
      await expect(merge(proposal)).rejects.toEqual(
        refusal('not-approved', /ann does not count \(other-content\)/),
      );
      await people.approve(proposal, ann);
      expect(await merge(proposal)).toBe(2);
      expect(
        JSON.parse(
          (await knex('acceptance_versions').where({ number: 2 }).first())
            .approvals,
        ),
      ).toMatchObject([{ by: ann }]);
    });

    it('S9.1 a rebase voids', async () => {
      const first = await approved(withRule({ mode: 'off' }), ann);
      const second = await approved(observed, ann, ben);
      await merge(first);
      await rebaseProposal({
        ...{ knex, id: second, base: 2, content: observed, by: mallory },
        ...{ expected: await people.binding(second), now: at(5) },
      });
      await expect(merge(second)).rejects.toEqual(
        refusal('not-approved', /other-content/),
      );
    });

    it('S9.2 making oneself the owner leaves the owner of before a word', async () => {
      const owned = withRule({ owner: 'group:default/payments' });
      await merge(await approved(owned, ann, pat));
      const mine = await opened(withRule({ owner: mallory }), 2);
      await people.approve(mine, ann);
      await expect(merge(mine)).rejects.toEqual(
        refusal('not-approved', /a word of group:default\/payments/),
      );
    });

    it('S9.2 dropping prod needs the second reviewer all the same', async () => {
      await merge(await approved(inProd, ann, ben));
      const drop = await opened(withRule({ environments: ['dev'] }), 2);
      await people.approve(drop, ann);
      await expect(merge(drop)).rejects.toEqual(
        refusal('not-approved', /1 more/),
      );
      await people.approve(drop, ben);
      expect(await merge(drop)).toBe(3);
    });

    it('S9.2 who left the group, or the company, counts no more', async () => {
      const proposal = await approved(observed, ann);
      const without = (...entities: Entity[]) =>
        merge(proposal, mallory, merging({}, catalogServiceMock({ entities })));
      await expect(without(person('ann'))).rejects.toEqual(
        refusal('not-approved', /no-reviewer/),
      );
      await expect(without()).rejects.toEqual(
        refusal('not-approved', /nobody-known/),
      );
    });

    it('S9.2 nobody counts while the catalog does not answer', async () => {
      const proposal = await approved(observed, ann);
      const catalog = catalogServiceMock.mock({
        getEntitiesByRefs: async () => {
          throw new Error('away');
        },
      });
      await expect(
        merge(proposal, mallory, merging({}, catalog as never)),
      ).rejects.toEqual(refusal('not-approved', /nobody-known/));
    });

    it('S9.2 S9.6 a guest counts for nobody, and merges nothing', async () => {
      const guest = 'user:default/guest';
      const proposal = await approved(observed, guest);
      await expect(merge(proposal)).rejects.toEqual(
        refusal('not-approved', /no-person/),
      );
      const good = await approved(observed, ann);
      for (const by of [guest, 'user:development/guest'])
        await expect(merge(good, by)).rejects.toEqual(
          refusal('not-approved', /only people/),
        );
    });

    it('S9.1 merges nothing where permissions are off', async () => {
      const proposal = await approved(observed, ann);
      await expect(
        merge(proposal, mallory, merging({ isGuarded: false })),
      ).rejects.toEqual(refusal('permissions-off'));
      expect(await inForce()).toBe(1);
    });

    it('S9.3 merges nothing that somebody has to acknowledge, or that cannot be foretold', async () => {
      const proposal = await approved(observed, ann);
      const left = async () => ['3 usages become more permissive'];
      await expect(
        merge(proposal, mallory, merging({ replay: { blockers: left } })),
      ).rejects.toEqual(refusal('not-acknowledged', /3 usages/));
      const away = async () => {
        throw new Error('no evidence');
      };
      await expect(
        merge(proposal, mallory, merging({ replay: { blockers: away } })),
      ).rejects.toThrow('no evidence');
      expect(await inForce()).toBe(1);
    });

    it('merges nothing that names an authority which is gone by now', async () => {
      const proposal = await approved(observed, ann);
      const lintOptions = () => ({ authorities: [] });
      await expect(
        merge(proposal, mallory, merging({ lintOptions })),
      ).rejects.toEqual(refusal('linter', /platform-key/));
    });

    it('S9.4 one security reviewer merges more distrust at once, unreviewed, and nothing beside it', async () => {
      const more = await opened({ ...seed, distrust });
      await expect(merge(more, mallory)).rejects.toEqual(
        refusal('not-approved'),
      );
      expect(await merge(more, mallory, merging(), [security])).toBe(2);
      expect(
        await knex('acceptance_versions').where({ number: 2 }).first(),
      ).toMatchObject({ is_reviewed: 0, approvals: '[]' });
      const wider = await opened({ ...inProd, distrust }, 2);
      await expect(
        merge(wider, mallory, merging(), [security]),
      ).rejects.toEqual(refusal('not-approved'));
    });

    it('S9.2 counts who is in a team of a group that reviews, and not who is in a group above it', async () => {
      const catalog = catalogServiceMock({
        entities: [
          person('ann', 'group:default/clusters'),
          person('pat', 'group:default/company'),
          group('clusters', 'runtime'),
          group('runtime', 'platform'),
          group('platform', 'company'),
          group('company', 'platform-owners', 'clusters-of-old'),
        ],
      });
      const reviewers = new CatalogReviewers({
        ...{ catalog, governance, auth: mockServices.auth() },
        logger: mockServices.logger.mock(),
      });
      const known = await reviewers.of([ann, pat]);
      expect(known.get(ann)).toMatchObject({
        mayReview: true,
        speaksFor: expect.arrayContaining([platform]),
      });
      expect(known.get(pat)).toMatchObject({ mayReview: false });
      const byPat = await approved(observed, pat);
      await expect(
        merge(byPat, mallory, merging({ reviewers })),
      ).rejects.toEqual(refusal('not-approved', /pat does not count/));
      const byAnn = await approved(observed, ann);
      expect(await merge(byAnn, mallory, merging({ reviewers }))).toBe(2);
    });

    it('S9.6 nobody merges where no reviewer is configured', async () => {
      const proposal = await approved(observed, ann, ben);
      const nobody = { ...governance, reviewers: [] };
      const reviewers = new CatalogReviewers({
        catalog: catalogServiceMock({ entities: everybody }),
        ...{ governance: nobody, auth: mockServices.auth() },
        logger: mockServices.logger.mock(),
      });
      await expect(
        merge(proposal, mallory, merging({ governance: nobody, reviewers })),
      ).rejects.toEqual(refusal('not-approved', /no-reviewer/));
    });
  },
);
