import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type {
  Page,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import type { Digest } from '@countersign/domain';
import { pushImage, signImage, workflowIdentity } from '@countersign/sandbox';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { artifact, rules } from '../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import { usageApi } from '../__testUtils__/usageApi';
import type { Source } from '../discovery';
import { readPasses, type ClaimedUsage } from '../store';

jest.setTimeout(60_000);

const release = { repository: 'acme/payments', ref: 'refs/tags/v1.0.0' };
const pay = 'component:default/pay';
const prod = { environment: 'prod' };

describe.each(databases.eachSupportedId())('claims on %s', databaseId => {
  let knex: Knex;
  let portal: Portal;
  let get: (path: string) => Promise<any>;
  let repository: string;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    portal = await startPortal({ knex, rules });
    get = usageApi({ knex, clock: portal.clock });
    repository = `${portal.registry.host}/acme/pay`;
  });

  afterEach(() => portal.close());

  const list = async (query = ''): Promise<Page<UsageSummary>> =>
    get(`/usages${query}`);

  const openFindings = async () => (await get('/findings')).items;

  /** Pushes an image, signed by the release workflow unless said otherwise. */
  function push(tag: string, isSigned = true): Digest {
    const target = portal.registry.repository('acme/pay');
    const { digest } = pushImage(target, { tag, files: { tag } });
    if (isSigned)
      signImage({
        ...{ repository: target, subject: digest, sigstore: portal.acme },
        signer: { type: 'certificate', identity: workflowIdentity(release) },
        at: portal.clock.now(),
      });
    portal.clock.advance(1);
    return digest;
  }

  const seen = (
    digest: Digest,
    tag: string,
    place: object = prod,
  ): ClaimedUsage => ({
    identity: {
      ...{ entityRef: pay, kind: 'container-image', repository },
      ...place,
    },
    reference: `${repository}:${tag}@${digest}`,
    digest,
    tag,
  });

  const declaring = (tag: string) =>
    component('pay', artifact(`${repository}:${tag}`));

  /** A pass in which a cluster sees this of `pay`, a minute after the one before. */
  const look = (entity: Entity, ...usages: ClaimedUsage[]) => {
    portal.clock.advance(1);
    return portal.look([entity], [cluster(() => usages)]);
  };

  it('S1.1 a release changes the state of a usage and stays the usage', async () => {
    push('1');
    push('2', false);
    await look(declaring('1'));
    const [before] = (await list()).items;
    await look(declaring('2'));
    const { items, totalItems } = await list();
    expect(totalItems).toBe(1);
    expect(before).toMatchObject({ tag: '1', reason: { code: 'accepted' } });
    expect(items[0]).toMatchObject({
      ...{ id: before.id, place: before.id, alsoRunning: 0, tag: '2' },
      ...{ verdict: 'unsigned', reason: { code: 'nothing-found' } },
      claims: [{ locator: 'annotation', reference: `${repository}:2` }],
    });
    const { items: history } = await get(`/usages/${before.id}/history`);
    expect(
      history.map(({ reference, judgement }: any) => [
        reference,
        judgement.reason.code,
      ]),
    ).toEqual([
      [`${repository}:2`, 'nothing-found'],
      [`${repository}:2`, 'not-checked-yet'],
      [`${repository}:1`, 'accepted'],
      [`${repository}:1`, 'not-checked-yet'],
    ]);
  });

  it('S1.1 a place that runs two digests while a release rolls out is two usages with one place, each with its own reason', async () => {
    const [old, next] = [push('1'), push('2', false)];
    await look(declaring('2'), seen(old, '1'));
    const [before] = (await list()).items;
    expect(before).toMatchObject({
      ...{ digest: old, alsoRunning: 0, reason: { code: 'accepted' } },
      claims: [
        { locator: 'cluster', standing: 'observed' },
        { locator: 'annotation', outranked: 'differs' },
      ],
    });

    await look(declaring('2'), seen(old, '1'), seen(next, '2'));
    const both = await list();
    expect(both.totalItems).toBe(2);
    expect(new Set(both.items.map(({ place }) => place))).toEqual(
      new Set([before.place]),
    );
    const codes = both.items.map(usage => [usage.digest, usage.reason.code]);
    expect(new Map(codes as [string, string][])).toEqual(
      new Map([
        [old, 'accepted'],
        [next, 'nothing-found'],
      ]),
    );
    // What is declared runs by now, if not everywhere.
    for (const usage of both.items)
      expect(usage).toMatchObject({
        alsoRunning: 1,
        claims: [
          { locator: 'cluster', reference: usage.reference },
          { locator: 'annotation', outranked: 'same' },
        ],
      });
    expect(await openFindings()).toEqual([]);

    await look(declaring('2'), seen(next, '2'));
    await look(declaring('2'), seen(next, '2'));
    expect(await list()).toMatchObject({
      totalItems: 1,
      items: [
        {
          ...{ id: before.id, place: before.place, alsoRunning: 0 },
          ...{ digest: next, reason: { code: 'nothing-found' } },
        },
      ],
    });
  });

  it('S3.2 what is declared and does not run is no usage and in no figure, and a finding until they agree', async () => {
    const running = push('1');
    push('2', false);
    await look(declaring('2'), seen(running, '1'));
    const { items, totalItems } = await list();
    expect(totalItems).toBe(1);
    expect(items[0]).toMatchObject({
      ...{ digest: running, verdict: 'trusted', decision: 'allow' },
      reason: { code: 'accepted' },
      findings: [{ code: 'locators-disagree' }],
      claims: [
        { locator: 'cluster', reference: `${repository}:1@${running}` },
        {
          ...{ locator: 'annotation', standing: 'declared' },
          ...{ reference: `${repository}:2`, outranked: 'differs' },
        },
      ],
      hasMoreClaims: false,
    });
    expect(items[0].claims[0].outranked).toBeUndefined();
    // The declared image is unsigned: nobody counts it.
    for (const query of [
      '?verdict=unsigned',
      '?decision=deny',
      `?reference=${encodeURIComponent('pay:2')}`,
      '?reason=nothing-found',
    ])
      expect([query, (await list(query)).totalItems]).toEqual([query, 0]);
    expect((await list('?environment=prod')).totalItems).toBe(1);
    expect(await openFindings()).toMatchObject([
      {
        ...{ code: 'locators-disagree', usage: { id: items[0].id } },
        ...{ old: `${repository}:2`, new: `${repository}:1@${running}` },
      },
    ]);

    await look(declaring('1'), seen(running, '1'));
    const [agreed] = (await list()).items;
    expect(agreed).toMatchObject({
      ...{ id: items[0].id, findings: [], reason: { code: 'accepted' } },
      claims: [{}, { reference: `${repository}:1`, outranked: 'same' }],
    });
    expect(await openFindings()).toEqual([]);
    expect((await get('/findings?state=all')).items).toMatchObject([
      { code: 'locators-disagree', closedAt: expect.any(String) },
    ]);
  });

  it('S3.2 a declaration of no place stands beside each place where something runs, and is counted nowhere', async () => {
    const running = push('1');
    const anywhere = component('pay', `- reference: ${repository}:1\n`);
    const at = (location: string) => ({ ...prod, location });
    const both = ['eu', 'us'].map(place => seen(running, '1', at(place)));
    await look(anywhere, ...both);
    const { items, totalItems } = await list();
    expect(totalItems).toBe(2);
    expect(new Set(items.map(({ place }) => place)).size).toBe(2);
    for (const usage of items)
      expect(usage).toMatchObject({
        ...{ alsoRunning: 0, reason: { code: 'accepted' } },
        claims: [
          { standing: 'observed' },
          { standing: 'declared', outranked: 'same' },
        ],
      });
  });

  it('S3.2 what nobody observes any more is missing first, and ends with the second pass: what is declared is back', async () => {
    const running = push('1');
    push('2', false);
    await look(declaring('2'), seen(running, '1'));
    const [{ id }] = (await list()).items;
    await look(declaring('2'));
    const missingSince = portal.clock.now().toISOString();
    const [missing] = (await list()).items;
    expect(missing).toMatchObject({
      ...{ id, digest: running, reason: { code: 'accepted' } },
      claims: [
        { locator: 'cluster', missingSince },
        { locator: 'annotation', outranked: 'differs' },
      ],
    });
    expect(missing.claims[0]).not.toHaveProperty('lastSeenAt');
    expect(missing.claims[0]).not.toHaveProperty('heldSince');
    expect(missing.claims[1].lastSeenAt).toBe(missingSince);

    await look(declaring('2'));
    const { items, totalItems } = await list();
    expect(totalItems).toBe(1);
    expect(items[0]).toMatchObject({
      ...{ id, tag: '2', verdict: 'unsigned' },
      ...{ reason: { code: 'nothing-found' }, findings: [] },
      claims: [{ locator: 'annotation', standing: 'declared' }],
    });
    expect(items[0].claims[0].outranked).toBeUndefined();
  });

  it('S3.2 says since when what is missing is held back', async () => {
    const running = push('1');
    const many = Array.from({ length: 11 }, (_, i) =>
      seen(running, '1', { ...prod, location: `place-${i}` }),
    );
    const bare = unannotated('pay');
    await look(bare, ...many);
    await look(bare);
    const heldSince = portal.clock.now().toISOString();
    await look(bare);
    const { items, totalItems } = await list();
    expect(totalItems).toBe(11);
    for (const { reason, claims } of items)
      expect([reason.code, claims]).toMatchObject([
        'accepted',
        [{ missingSince: heldSince, heldSince }],
      ]);
  });

  it("S3.2 a locator that speaks about another team's entity changes nothing there", async () => {
    const good = push('1');
    const evil = push('evil', false);
    const mallory = unannotated('mallory');
    const victim = declaring('1');
    await portal.look([mallory, victim], [cluster(() => [])]);
    const before = await list();
    expect(before.items).toMatchObject([
      { digest: good, reason: { code: 'accepted' } },
    ]);
    // It was asked about a page on which `pay` is not.
    const liar: Source = {
      ...cluster(() => []),
      locate: async () => [{ entityRef: pay, usages: [seen(evil, 'evil')] }],
    };
    await portal.look([mallory], [liar]);
    const after = await list();
    expect(after.totalItems).toBe(1);
    expect(after.items[0]).toMatchObject({
      ...{ digest: good, verdict: 'trusted', reason: { code: 'accepted' } },
      claims: [{ locator: 'annotation' }],
    });
    expect(after.items[0].claims).toHaveLength(1);
    expect(await openFindings()).toEqual([]);
    const passes = await readPasses({ knex });
    expect(passes.find(one => one.locator === 'cluster')?.problem).toMatch(
      /^it spoke about 1 entities that it was not asked about/,
    );
  });
});

function unannotated(name: string): Entity {
  const entity = component(name, '');
  delete entity.metadata.annotations;
  return entity;
}

function cluster(usages: () => ClaimedUsage[]): Source {
  return {
    name: 'cluster',
    standing: 'observed',
    locate: async entities =>
      entities.map(entity => {
        const entityRef = stringifyEntityRef(entity);
        const own = usages().filter(
          ({ identity }) => identity.entityRef === entityRef,
        );
        return { entityRef, usages: own };
      }),
  };
}
