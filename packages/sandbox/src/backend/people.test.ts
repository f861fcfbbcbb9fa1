import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { parse, parseAllDocuments } from 'yaml';
import { provenancePermissions } from '@countersign/backstage-plugin-provenance-common';
import { readPeople } from './people';
import { personAuthenticator } from './personAuthenticator';
import { roleOfGroup, roles } from './roles';
import { SandboxPermissionPolicy } from './SandboxPermissionPolicy';

const read = (path: string) =>
  readFileSync(resolvePackagePath('@countersign/sandbox', path), 'utf8');
const configuration = parse(read('../../app-config.sandbox.yaml'));
const { sandbox } = configuration;
const people = readPeople(
  mockServices.rootConfig({ data: { sandbox: { people: sandbox.people } } }),
);
const organization = parseAllDocuments(read('catalog/organization.yaml')).map(
  document => document.toJS(),
);

describe('the people of the sandbox', () => {
  it('are six, each a user of the catalog in a group with a role', () => {
    expect(people).toHaveLength(6);
    const found = people.map(({ userEntityRef, displayName }) => {
      const user = organization.find(
        entity =>
          entity.kind === 'User' &&
          `user:default/${entity.metadata.name}` === userEntityRef,
      );
      expect(user.spec.profile.displayName).toBe(displayName);
      return roleOfGroup[`group:default/${user.spec.memberOf[0]}`];
    });
    expect(found).toEqual([
      'developer',
      'developer',
      'security-lead',
      'platform-owner',
      'platform-owner',
      'auditor',
    ]);
  });

  it('sign in by name, and nobody else does', async () => {
    const authenticator = personAuthenticator(people);
    const authenticate = (name?: string) =>
      authenticator.authenticate(
        { req: { header: () => name } as never },
        undefined,
      );
    expect((await authenticate('sara')).result.userEntityRef).toBe(
      'user:default/sara',
    );
    for (const name of [undefined, '', 'root', 'Sara', '__proto__'])
      await expect(authenticate(name)).rejects.toThrow('x-sandbox-person');
  });
});

describe('SandboxPermissionPolicy', () => {
  const userInfo = mockServices.userInfo.mock();
  const policy = new SandboxPermissionPolicy(userInfo);

  async function ask(name: string, groups?: string[], resourceType?: string) {
    const ownershipEntityRefs = groups?.map(g => `group:default/${g}`) ?? [];
    const info = { userEntityRef: 'user:default/x', ownershipEntityRefs };
    userInfo.getUserInfo.mockResolvedValue(info);
    const permission = resourceType
      ? { type: 'resource' as const, name, resourceType, attributes: {} }
      : { type: 'basic' as const, name, attributes: {} };
    return policy.handle(
      { permission },
      groups && { credentials: mockCredentials.user(), info },
    );
  }

  const result = async (...args: Parameters<typeof ask>) =>
    (await ask(...args)).result;

  it('lets everybody read, and nobody without a role', async () => {
    for (const group of ['payments', 'cards', 'security', 'platform', 'audit'])
      for (const name of ['catalog.entity.read', 'provenance.usage.read'])
        expect(await result(name, [group])).toBe(AuthorizeResult.ALLOW);
    expect(await result('catalog.entity.read', ['acme-pay'])).toBe(
      AuthorizeResult.DENY,
    );
    expect(await result('catalog.entity.read')).toBe(AuthorizeResult.DENY);
  });

  it('lets everybody but the auditor ask for a look', async () => {
    for (const group of ['payments', 'security', 'platform'])
      expect(await result('provenance.check.create', [group])).toBe(
        AuthorizeResult.ALLOW,
      );
    expect(await result('provenance.check.create', ['audit'])).toBe(
      AuthorizeResult.DENY,
    );
  });

  it('lets platform owners alone report deployments, which outrank what an entity says', async () => {
    const name = 'provenance.deployment.report';
    expect(await result(name, ['platform'])).toBe(AuthorizeResult.ALLOW);
    for (const group of ['payments', 'cards', 'risk', 'security', 'audit'])
      expect(await result(name, [group])).toBe(AuthorizeResult.DENY);
  });

  it('lets platform owners and the security lead change who may sign, and the auditor read it', async () => {
    for (const act of ['read', 'propose', 'review'])
      for (const [group, expected] of [
        ['platform', AuthorizeResult.ALLOW],
        ['security', AuthorizeResult.ALLOW],
        ['payments', AuthorizeResult.DENY],
        [
          'audit',
          act === 'read' ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        ],
      ] as const)
        expect([
          act,
          group,
          await result(`provenance.acceptance.${act}`, [group]),
        ]).toEqual([act, group, expected]);
  });

  it('reviews by groups of which each has somebody', () => {
    const { acceptance, environments } = configuration.provenance;
    const members = (group: string) =>
      people
        .map(({ name }) => name)
        .filter(name =>
          organization.some(
            ({ kind, metadata, spec }) =>
              kind === 'User' &&
              metadata.name === name &&
              `group:default/${spec.memberOf[0]}` === group,
          ),
        );
    expect(acceptance.source).toBe('database');
    expect(acceptance.reviewers.flatMap(members)).toEqual([
      'tomas',
      'yuki',
      'sara',
    ]);
    expect(acceptance.securityReviewers.flatMap(members)).toEqual(['sara']);
    expect(environments).toEqual(expect.arrayContaining(acceptance.production));
  });

  it('lets developers refresh what they own, by the rule of the catalog', async () => {
    expect(
      await ask('catalog.entity.refresh', ['cards'], 'catalog-entity'),
    ).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        resourceType: 'catalog-entity',
        params: { claims: ['group:default/cards'] },
      },
    });
    expect(
      await result('catalog.entity.delete', ['cards'], 'catalog-entity'),
    ).toBe(AuthorizeResult.DENY);
  });

  it('names only permissions of the plugin that exist', () => {
    const known = provenancePermissions.map(({ name }) => name);
    const named = Object.values(roles)
      .flatMap(grants => Object.keys(grants))
      .filter(name => name.startsWith('provenance.'));
    expect(known).toEqual(expect.arrayContaining(named));
  });
});
