import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  acceptanceProposePermission,
  acceptanceReviewPermission,
} from '@countersign/backstage-plugin-provenance-common';
import type { Governance } from '@countersign/domain';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/databases';
import { declared, ManualClock, sync } from '../__testUtils__/fixtures';
import { eventually } from '../__testUtils__/eventually';
import { governed, seed } from '../__testUtils__/governed';
import { judgingBy, unasked } from '../__testUtils__/judgingActs';
import { CatalogReviewers } from '../acceptance/CatalogReviewers';
import { ListReplays, ProposalReplays } from '../acceptance/replay';
import { usageIdOf, type UsageRestriction } from '../store';
import { AuthorizedProposalService } from './AuthorizedProposalService';
import { AuthorizedReplayService } from './AuthorizedReplayService';
import { createRouter } from './createRouter';

jest.setTimeout(60_000);

const governance: Governance = {
  reviewers: ['group:default/platform'],
  securityReviewers: [],
  production: ['prod'],
};
const mallory = mockCredentials.user('user:default/mallory');
const ann = mockCredentials.user('user:default/ann');
const groups: Record<string, string[]> = {
  'user:default/ann': ['group:default/platform'],
  'user:default/guest': ['group:default/platform'],
  'user:development/guest': ['group:default/platform'],
  'user:default/pat': ['group:default/payments'],
};

const signer = {
  authority: 'public-good',
  issuer: 'https://token.actions.githubusercontent.com',
  subject:
    'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v*',
  claims: {
    runnerEnvironment: 'github-hosted',
    sourceRepository: 'https://github.com/acme/payments',
  },
};
const content = {
  rules: [{ ...seed.rules[0], signers: [signer] }],
};
const { judging } = judgingBy(undefined);
const all: UsageRestriction = { type: 'some' };

const text = { title: 'Keyless', reason: 'The key is to go.', content };

/** Answers are held against the OpenAPI document; one that differs comes out as an error. */
describe('requests about proposals', () => {
  let knex: Knex;
  const createEvent = jest.fn();

  beforeEach(async () => {
    knex = await migratedDatabase('SQLITE_3');
    await governed(knex).seeded();
    createEvent.mockReset();
    createEvent.mockResolvedValue({ success: jest.fn(), fail: jest.fn() });
  });

  interface Change {
    permissions?: PermissionsService;
    governance?: Governance | null;
    /** What the caller sees of usages. */
    sees?: UsageRestriction;
  }

  function serverFor(caller: BackstageCredentials, change: Change = {}) {
    // S9.6: a policy that allows all, as the default one does.
    const { permissions = mockServices.permissions() } = change;
    const inForce =
      change.governance === null ? undefined : change.governance ?? governance;
    const entities = Object.entries(groups).map(([ref, memberOf]) => ({
      ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'User', spec: {} },
      metadata: { name: ref.split('/')[1], namespace: ref.split(/[:/]/)[1] },
      relations: memberOf.map(targetRef => ({ type: 'memberOf', targetRef })),
    }));
    const userInfo = mockServices.userInfo.mock({
      async getUserInfo({ principal }) {
        const { userEntityRef } = principal as { userEntityRef: string };
        const ownershipEntityRefs = [
          userEntityRef,
          ...(groups[userEntityRef] ?? []),
        ];
        return { userEntityRef, ownershipEntityRefs };
      },
    });
    const proposals = new AuthorizedProposalService({
      ...{ knex, permissions, clock: new ManualClock() },
      governance: inForce,
      userInfo,
      reviewers: new CatalogReviewers({
        catalog: catalogServiceMock({ entities }),
        ...{ auth: mockServices.auth(), governance },
        logger: mockServices.logger.mock(),
      }),
      lintOptions: () => ({
        environments: ['dev', 'prod'],
        authorities: [{ name: 'public-good', kind: 'sigstore' }],
      }),
      merging: { merge: async () => 2 },
      onMerged: async () => undefined,
    });
    const replaying = {
      ...{ knex, clock: new ManualClock() },
      logger: mockServices.logger.mock(),
      judging: () => ({ ...judging, registry: { version: 1, ...seed } }),
      trust: { trustedWith: () => judging.authorities },
      verification: unasked,
    };
    const replays = new AuthorizedReplayService({
      ...{ knex, permissions, clock: new ManualClock(), governance: inForce },
      userInfo,
      replays: new ProposalReplays(replaying),
      lists: new ListReplays(replaying),
      visibility: { restrictionFor: async () => change.sees ?? all },
    });
    const router = createRouter({
      ...({} as Record<
        | 'usages'
        | 'findings'
        | 'digests'
        | 'signers'
        | 'discovery'
        | 'acceptance'
        | 'status'
        | 'deployments'
        | 'acceptanceAids'
        | 'log',
        never
      >),
      ...{ proposals, replays },
      ...{ clock: new ManualClock(), validateResponses: true },
      logger: mockServices.logger.mock(),
      httpAuth: mockServices.httpAuth({ defaultCredentials: caller }),
      auditor: mockServices.auditor.mock({ createEvent }),
    });
    return express().use(router).use(mockErrorHandler());
  }

  async function send(
    path: string,
    body: object,
    given: Change & { as?: BackstageCredentials; status?: number } = {},
  ) {
    const { as = mallory, status = 200 } = given;
    const answer = await request(serverFor(as, given)).post(path).send(body);
    expect([answer.status, answer.body]).toEqual([status, answer.body]);
    return answer.body;
  }
  const create = (change: object = {}, status = 201) =>
    send('/proposals', { ...text, base: 1, ...change }, { status });

  async function opened() {
    const { id, binding } = await create();
    return send(`/proposals/${id}/open`, { expected: binding });
  }
  const get = async (path: string) =>
    (await request(serverFor(mallory)).get(path).expect(200)).body;

  it('S9.1 S9.2 goes from a draft to an approval, and says whose word is missing', async () => {
    const { id, binding, state, review } = await opened();
    expect({ state, review }).toMatchObject({
      state: 'open',
      review: {
        demand: { approvals: 1 },
        outcome: { isApproved: false, missing: { approvals: 1 } },
      },
    });
    await send(
      `/proposals/${id}/approve`,
      { expected: binding, text: 'Good.' },
      { as: ann },
    );
    const now = await get(`/proposals/${id}`);
    expect(now).toMatchObject({
      ...{ id, base: 1, authors: ['user:default/mallory'], lint: [] },
      reviews: [{ act: 'approve', by: 'user:default/ann', text: 'Good.' }],
      review: { outcome: { isApproved: true } },
      baseContent: seed,
      content: { rules: [{ name: 'release', signers: [signer] }] },
    });
    expect(await get('/proposals?state=open')).toMatchObject({
      items: [{ id }],
      totalItems: 1,
    });
    expect(createEvent.mock.calls.map(([{ eventId }]) => eventId)).toEqual([
      'proposal-create',
      'proposal-open',
      'proposal-approve',
    ]);
  });

  it('S9.3 replays a list that nobody has proposed, for a service too, and tells nobody else', async () => {
    const ci = mockCredentials.service('external:ci');
    const path = '/acceptance/replays';
    const begun = await send(path, { content }, { as: ci, status: 202 });
    expect(begun).toMatchObject({ base: 1, blockers: [] });
    const ask = (as: BackstageCredentials) =>
      request(serverFor(as)).get(`${path}/${begun.id}`);
    await eventually(async () =>
      expect((await ask(ci).expect(200)).body).toMatchObject({
        state: 'done',
        result: { counts: { usages: 0 } },
      }),
    );
    for (const other of [mallory, mockCredentials.service('external:cd')])
      await ask(other).expect(404);
    expect(await knex('proposals')).toEqual([]);
    expect(createEvent.mock.calls.map(([{ eventId }]) => eventId)).toEqual([
      'acceptance-replay',
    ]);
  });

  it('S9.3 replays no list that cannot be read, and none for whoever may not read the rules', async () => {
    const path = '/acceptance/replays';
    const wrong = { rules: [{ ...seed.rules[0], signres: [] }] };
    const { error } = await send(path, { content: wrong }, { status: 400 });
    expect(error.message).toMatch(/^content\.rules\[0\]\.signres/);
    const permissions = mockServices.permissions({
      result: AuthorizeResult.DENY,
    });
    await send(path, { content }, { permissions, status: 403 });
    expect(await knex('registry_replays')).toEqual([]);
  });

  it('S9.4 has a version reviewed afterwards by whoever reviews, and says so', async () => {
    const [{ hash, reviewed, review }] = (await get('/acceptance/versions'))
      .items;
    expect({ reviewed, review }).toEqual({ reviewed: false });
    const path = '/acceptance/versions/1/review';
    await send(path, { expected: hash }, { status: 403 });
    await send(
      path,
      { expected: hash },
      { as: mockCredentials.service('external:ci'), status: 403 },
    );
    const word = { expected: hash, text: 'As agreed.' };
    expect(await send(path, word, { as: ann })).toMatchObject({
      ...{ number: 1, reviewed: true, content: seed },
      review: { by: 'user:default/ann', text: 'As agreed.' },
    });
    expect(await send(path, word, { as: ann, status: 409 })).toMatchObject({
      error: { code: 'wrong-state' },
    });
    expect((await get('/acceptance/versions')).items).toMatchObject([
      { reviewed: true, review: { by: 'user:default/ann' } },
    ]);
    expect(createEvent.mock.calls.at(-1)).toEqual([
      expect.objectContaining({
        eventId: 'acceptance-review',
        meta: { version: 1, expected: hash },
      }),
    ]);
  });

  it('S9.2 lets nobody approve their own, also where a policy allows all', async () => {
    const { id, binding } = await opened();
    groups['user:default/mallory'] = ['group:default/platform'];
    const { error } = await send(
      `/proposals/${id}/approve`,
      { expected: binding },
      { status: 409 },
    );
    delete groups['user:default/mallory'];
    expect(error).toMatchObject({ code: 'own-proposal' });
  });

  it.each<[string, BackstageCredentials]>([
    ['an unrestricted external token', mockCredentials.service('external:ci')],
    ['a plugin', mockCredentials.service('plugin:scaffolder')],
    ['a guest', mockCredentials.user('user:default/guest')],
    [
      'the guest of development',
      mockCredentials.user('user:development/guest'),
    ],
    ['nobody', mockCredentials.none()],
    [
      'a plugin on behalf of a person',
      {
        ...ann,
        principal: {
          ...(ann.principal as object),
          actor: { type: 'service', subject: 'plugin:scaffolder' },
        },
      } as BackstageCredentials,
    ],
  ])('S9.6 lets %s do nothing', async (_, as) => {
    const { id, binding } = await opened();
    const bodies: Record<string, object> = {
      '/proposals': { ...text, base: 1 },
      [`/proposals/${id}/edit`]: { ...text, expected: binding },
      [`/proposals/${id}/rebase`]: { expected: binding, base: 1, content },
      [`/proposals/${id}/comments`]: { text: 'Good.' },
    };
    for (const act of ['approve', 'request-changes', 'reject', 'withdraw'])
      bodies[`/proposals/${id}/${act}`] = { expected: binding };
    for (const [path, body] of Object.entries(bodies)) {
      const { status } = await request(serverFor(as)).post(path).send(body);
      expect([path, [401, 403].includes(status)]).toEqual([path, true]);
    }
    expect(await get(`/proposals/${id}`)).toMatchObject({
      ...{ state: 'open', binding, reviews: [] },
      authors: ['user:default/mallory'],
    });
  });

  it('S9.6 takes the word of a reviewer alone, whatever permissions say, and of none without the permission', async () => {
    const { id, binding } = await opened();
    const path = `/proposals/${id}/approve`;
    const pat = mockCredentials.user('user:default/pat');
    const word = { expected: binding };
    await send(path, word, { as: pat, status: 403 });
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result:
            permission.name === acceptanceReviewPermission.name ||
            permission.name === acceptanceProposePermission.name
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
    });
    await send(path, word, { as: ann, status: 403, permissions });
    const nobody = { ...governance, reviewers: [] };
    await send(path, word, { as: ann, status: 403, governance: nobody });
    await send(
      '/proposals',
      { ...text, base: 1 },
      { status: 403, permissions },
    );
    expect(await get(`/proposals/${id}`)).toMatchObject({ reviews: [] });
  });

  it('S9.3 S11.2 replays, names usages to those alone who see all, and takes a word for what it found', async () => {
    const claimed = declared();
    await sync(knex, [claimed]);
    const enforced = [{ ...content.rules[0], environments: ['prod'] }];
    const { id, binding } = await create({ content: { rules: enforced } });
    const path = `/proposals/${id}/replay`;
    await request(serverFor(mallory)).get(path).expect(404);
    await send(`/proposals/${id}/open`, { expected: binding });
    const begun = await send(path, { expected: binding }, { status: 202 });
    expect(begun).toMatchObject({ binding, isCurrent: true });
    await eventually(async () =>
      expect(await get(path)).toMatchObject({ state: 'done', done: 1 }),
    );
    const { blockers, result } = await get(path);
    expect(result.groups[0].examples).toEqual([
      {
        id: usageIdOf(claimed.identity),
        entityRef: claimed.identity.entityRef,
        reference: claimed.reference,
      },
    ]);
    expect(blockers).toMatchObject([
      { text: expect.stringMatching(/^1 usage in prod: /) },
    ]);
    const sees: UsageRestriction = { type: 'some', entityRefs: new Set() };
    const { body: partly } = await request(serverFor(mallory, { sees }))
      .get(path)
      .expect(200);
    expect(partly.result.counts).toEqual(result.counts);
    expect(JSON.stringify(partly)).not.toContain(claimed.identity.entityRef);

    const words = `/proposals/${id}/acknowledgements`;
    const word = { expected: binding, keys: [blockers[0].key], text: 'Yes.' };
    const unknown = { ...word, keys: ['0'.repeat(64)] };
    await send(words, unknown, { as: ann, status: 400 });
    await send(words, word, { status: 403 });
    groups['user:default/mallory'] = ['group:default/platform'];
    const { error } = await send(words, word, { status: 409 });
    delete groups['user:default/mallory'];
    expect(error.message).toContain('never reviews it');
    expect(await send(words, word, { as: ann })).toMatchObject({
      blockers: [{ acknowledged: { by: 'user:default/ann', text: 'Yes.' } }],
    });
  });

  it('reads what is proposed as strictly as configuration', async () => {
    const broken = async (rules: unknown) =>
      (await create({ content: { rules } }, 400)).error.message;
    expect(await broken([{ ...seed.rules[0], singers: [] }])).toMatch(
      'content.rules[0].singers: unknown key; did you mean "signers"?',
    );
    expect(await broken('all')).toMatch('content.rules: must be a list');
    expect(
      (await create({ content: { initial: [] } }, 400)).error.message,
    ).toMatch('did you mean "rules"');
    expect(
      (await create({ content: { reviewers: ['user:default/mallory'] } }, 400))
        .error.message,
    ).toMatch('content.reviewers');
    await create({ content: { rules: [] } });
  });

  it('opens nothing in which the linter finds an error, or a warning that nobody answers', async () => {
    const anyRef = {
      ...signer,
      subject: signer.subject.replace('tags/v*', 'heads/*'),
    };
    const warned = { rules: [{ ...seed.rules[0], signers: [anyRef] }] };
    const { id, binding, lint } = await create({ content: warned });
    const [warning] = lint;
    expect(warning.severity).toBe('warning');
    const word = { expected: binding };
    const { error } = await send(`/proposals/${id}/open`, word, {
      status: 409,
    });
    expect(error).toMatchObject({ code: 'linter' });
    const answers = lint.map(
      ({ code, path, value }: Record<string, string>) => ({
        ...{ code, path, value, because: 'Branches are protected.' },
      }),
    );
    const edited = await send(`/proposals/${id}/edit`, {
      ...{ ...text, content: warned, answers, expected: binding },
    });
    expect(edited.lint[0].because).toBe('Branches are protected.');
    const open = await send(`/proposals/${id}/open`, {
      expected: edited.binding,
    });
    // What is under review stays readable.
    const wrong = {
      rules: [{ ...seed.rules[0], signers: [{ key: 'nobody' }] }],
    };
    await send(
      `/proposals/${id}/edit`,
      { ...text, content: wrong, expected: open.binding },
      { status: 409 },
    );
  });

  it('opens an error that can be waived with a waiver for the reviewers, and no other', async () => {
    const anybodys = {
      ...signer,
      ...{
        subject: 'https://github.com/acme/**@refs/tags/v*',
        claims: { runnerEnvironment: 'github-hosted' },
      },
    };
    const wide = { rules: [{ ...seed.rules[0], signers: [anybodys] }] };
    const { id, binding, lint } = await create({ content: wide });
    const answersTo = (findings: Record<string, string>[]) =>
      findings.map(({ code, path, value }) => ({
        ...{ code, path, value, because: 'It is a sandbox.' },
      }));
    const errors = lint.filter(
      ({ severity }: Record<string, string>) => severity === 'error',
    );
    expect(errors.map(({ code }: { code: string }) => code)).toEqual([
      'whole-owner',
    ]);
    const open = (expected: string, status: number) =>
      send(`/proposals/${id}/open`, { expected }, { status });
    expect((await open(binding, 409)).error.message).toMatch('whole-owner');
    const edited = await send(`/proposals/${id}/edit`, {
      ...{ ...text, content: wide, answers: answersTo(lint) },
      expected: binding,
    });
    expect(edited.lint).toContainEqual(
      expect.objectContaining({
        ...{ code: 'whole-owner', severity: 'warning' },
        because: 'It is a sandbox.',
      }),
    );
    await open(edited.binding, 200);
    // A key that does not exist stays what it is, whatever anybody says.
    const broken = {
      rules: [{ ...seed.rules[0], signers: [{ key: 'nobody' }] }],
    };
    const other = await create({ content: broken });
    const said = await send(`/proposals/${other.id}/edit`, {
      ...{ ...text, content: broken, answers: answersTo(other.lint) },
      expected: other.binding,
    });
    await send(
      `/proposals/${other.id}/open`,
      { expected: said.binding },
      { status: 409 },
    );
  });

  it('asks nobody for a sentence about what is in force already', async () => {
    const warned = {
      ...seed.rules[0],
      name: 'branches',
      signers: [
        { ...signer, subject: signer.subject.replace('tags/v*', 'heads/*') },
      ],
    };
    await knex('acceptance_versions')
      .where({ number: 1 })
      .update({ content: JSON.stringify({ rules: [warned] }) });
    const beside = { rules: [...content.rules, warned] };
    const { id, binding, lint } = await create({ content: beside });
    expect(lint).toMatchObject([
      {
        severity: 'warning',
        path: expect.stringMatching(/^initial\[1\]/),
        isInForce: true,
      },
    ]);
    await send(`/proposals/${id}/open`, { expected: binding });
  });

  it('shows the versions', async () => {
    expect(await get('/acceptance/versions')).toMatchObject({
      items: [{ number: 1, source: 'seed', reviewed: false, approvals: [] }],
      totalItems: 1,
    });
    expect(await get('/acceptance/versions/1')).toMatchObject({
      content: seed,
    });
    await request(serverFor(mallory)).get('/acceptance/versions/9').expect(404);
    const permissions = mockServices.permissions({
      result: AuthorizeResult.DENY,
    });
    for (const path of ['/acceptance/versions', '/proposals'])
      await request(serverFor(mallory, { permissions })).get(path).expect(403);
  });

  it('proposes nothing where configuration is the registry', async () => {
    const { error } = await send(
      '/proposals',
      { ...text, base: 1 },
      { status: 409, governance: null },
    );
    expect(error).toMatchObject({ code: 'nothing-in-force' });
  });
});
