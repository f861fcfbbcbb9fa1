import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { pushImage, startRegistry, type Registry } from '@countersign/sandbox';
import {
  ArtifactClient,
  configuredCredentials,
  parseReference,
  type RegistryAccess,
} from '@countersign/verifier';
import { ManualClock } from '../__testUtils__/fixtures';
import { lookAt } from '../engine/lookAt';
import type { CurrentUsage } from '../store';
import { EntityGroups } from './EntityGroups';

const account = { username: 'team-a', password: 'secret-a' };

function component(name: string, owner: string, system?: string): Entity {
  const of = (type: string, targetRef: string) => ({ type, targetRef });
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    relations: [
      of('ownedBy', `group:default/${owner}`),
      of('dependsOn', 'group:default/team-a'),
      ...(system ? [of('partOf', `system:default/${system}`)] : []),
    ],
  };
}

describe('S12.1 a credential that is bound to entities', () => {
  const clock = new ManualClock();
  const catalog = catalogServiceMock({
    entities: [
      component('of-team-a', 'team-a'),
      component('of-team-b', 'team-b'),
      component('of-the-system', 'team-b', 'pay'),
    ],
  });
  let registry: Registry;
  let client: ArtifactClient;

  function clientWith(
    entities: string[],
    more: Partial<RegistryAccess>[] = [],
  ) {
    const access = { host: registry.host, plainHttp: true };
    const registries = [
      { ...access, ...account, entities },
      ...more.map(one => ({ ...access, ...one })),
    ];
    const groups = new EntityGroups({
      catalog,
      auth: mockServices.auth(),
      clock,
    });
    client = new ArtifactClient({
      registries,
      credentials: configuredCredentials(registries, ref => groups.of(ref)),
      fileHosts: [],
      clock,
    });
  }

  async function look(name: string) {
    const current: CurrentUsage = {
      id: name,
      usage: {
        entityRef: `component:default/${name}`,
        kind: 'container-image',
        reference: `${registry.host}/shared/app:1`,
      },
      resolution: { status: 'resolved', at: clock.now().toISOString() },
    };
    return (await lookAt(current, client, clock)).resolution;
  }

  beforeEach(async () => {
    registry = await startRegistry({
      authentication: {
        scheme: 'bearer',
        accounts: [
          account,
          { username: 'everybody', password: 'x', repositories: ['other/*'] },
        ],
      },
    });
    pushImage(registry.repository('shared/app'), { tag: '1' });
  });

  afterEach(async () => {
    client.close();
    await registry.close();
  });

  const denied = {
    status: 'failed',
    cause: { code: 'access-denied', origin: 'infrastructure' },
  };
  const whoAsked = () =>
    registry.tokenQuestions.map(({ username = 'nobody' }) => username);

  it('serves the entities of its team, and none of another for the same repository', async () => {
    clientWith(['group:default/team-a']);
    expect(await look('of-team-a')).toMatchObject({ status: 'resolved' });
    expect(new Set(whoAsked())).toEqual(new Set(['team-a']));
    expect(await look('of-team-b')).toMatchObject(denied);
    expect(await look('not-in-the-catalog')).toMatchObject(denied);
    expect(whoAsked().slice(1)).toEqual(['nobody', 'nobody']);
  });

  it('serves what is part of a system, and an entity by its own name', async () => {
    clientWith(['system:default/pay', 'component:default/of-team-a']);
    expect(await look('of-the-system')).toMatchObject({ status: 'resolved' });
    expect(await look('of-team-a')).toMatchObject({ status: 'resolved' });
    expect(await look('of-team-b')).toMatchObject(denied);
  });

  it('leaves the others to the credential of everybody', async () => {
    clientWith(
      ['group:default/team-a'],
      [{ username: 'everybody', password: 'x' }],
    );
    expect(await look('of-team-b')).toMatchObject(denied);
    expect(whoAsked()).toEqual(['everybody']);
  });

  it('serves nobody while the catalog does not say whose an entity is', async () => {
    clientWith(['group:default/team-a']);
    const asked = jest
      .spyOn(catalog, 'getEntityByRef')
      .mockRejectedValueOnce(new Error('the catalog is down: secret-a'));
    const resolution = await look('of-team-a');
    expect(resolution).toMatchObject(denied);
    expect(JSON.stringify(resolution)).toContain(
      'The source of credentials failed',
    );
    expect(JSON.stringify(resolution)).not.toContain('secret-a');
    expect(whoAsked()).toEqual([]);
    // The failure is not remembered, and an answer is: for a minute.
    expect(await look('of-team-a')).toMatchObject({ status: 'resolved' });
    const before = asked.mock.calls.length;
    await look('of-team-a');
    expect(asked.mock.calls).toHaveLength(before);
    clock.advance(2);
    await look('of-team-a');
    expect(asked.mock.calls).toHaveLength(before + 1);
  });

  describe('and looks that are shared', () => {
    const scope = (name: string) =>
      client.credentialScope(
        parseReference(`${registry.host}/shared/app:1`, {}),
        { entity: `component:default/${name}` },
      );

    it('lets those share a look to whom the same credentials are bound', async () => {
      clientWith(['group:default/team-b']);
      expect(await scope('of-team-b')).toBe(await scope('of-the-system'));
      expect(await scope('of-team-a')).not.toBe(await scope('of-team-b'));
      expect(await scope('of-team-a')).toBe(await scope('not-in-the-catalog'));
    });

    it('tells those apart who differ at another host: it may be the token service', async () => {
      clientWith(
        ['group:default/team-b'],
        [
          {
            host: 'tokens.example',
            ...account,
            entities: ['system:default/pay'],
          },
        ],
      );
      expect(await scope('of-team-b')).not.toBe(await scope('of-the-system'));
    });

    it('lets all share where no credential is bound to an entity', async () => {
      clientWith(['group:default/team-b']);
      const open = new ArtifactClient({
        registries: [{ host: registry.host, plainHttp: true, ...account }],
        fileHosts: [],
        clock,
      });
      const reference = parseReference(`${registry.host}/shared/app:1`, {});
      const scopeOf = (entity: string) =>
        open.credentialScope(reference, { entity });
      expect(await scopeOf('a')).toBe(await scopeOf('b'));
      open.close();
    });

    it('names credentials alike in every replica that has them, in whatever place, and by nothing secret', async () => {
      const host = registry.host;
      const ours = { host, ...account, entities: ['group:default/a'] };
      const theirs = { ...ours, entities: ['group:default/b'] };
      const scopeIn = (registries: RegistryAccess[], group = 'a') =>
        configuredCredentials(registries, async () => [
          `group:default/${group}`,
        ]).scope!({ repository: 'shared/app', entity: 'component:default/x' });
      const known = await scopeIn([ours, theirs]);
      expect(await scopeIn([theirs, ours])).toBe(known);
      expect(await scopeIn([ours, theirs], 'b')).not.toBe(known);
      expect(await scopeIn([theirs], 'a')).not.toBe(known);
      const other = { ...ours, username: 'another' };
      expect(await scopeIn([other, theirs])).not.toBe(known);
      const renewed = { ...ours, password: 'another' };
      expect(await scopeIn([renewed, theirs])).toBe(known);
      // Whom nothing serves is told apart from whom an account serves that is open to all.
      const open = { host, ...account };
      expect(await scopeIn([ours, open], 'c')).not.toBe(
        await scopeIn([ours], 'c'),
      );
    });

    it('lets nobody share while the catalog does not say whose an entity is', async () => {
      clientWith(['group:default/team-a']);
      jest
        .spyOn(catalog, 'getEntityByRef')
        .mockRejectedValueOnce(new Error('the catalog is down'));
      await expect(scope('of-team-a')).rejects.toThrow('the catalog is down');
    });
  });
});
