import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  accepted,
  ci,
  deploymentSender,
  digest,
  entities,
  notAllowed,
  payments,
  reporters,
  subject,
  type DeploymentApiOptions,
} from '../__testUtils__/deploymentApi';
import { at, ManualClock, unseen } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { provenanceUsageConditions } from '../visibility';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('POST /deployments on %s', id => {
  let knex: Knex;
  let clock: ManualClock;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    clock = new ManualClock(at(100));
  });

  const { send, results, claims } = deploymentSender(() => ({
    ...{ knex, clock, entities, reporters, caller: ci },
  }));

  it('takes one report, or many, and says what became of each', async () => {
    const one = await send({ ...payments, run: 'https://ci.example/runs/7' });
    expect(one.body).toEqual({ items: [accepted] });
    const at0 = { ...payments, environment: 'dev', at: at(50) };
    expect(await results([at0, at0, { ...at0, at: at(40) }], 200)).toEqual([
      accepted,
      { ...accepted, status: 'unchanged' },
      { ...accepted, status: 'superseded' },
    ]);
    const [first] = await claims();
    expect(first).toMatchObject({ standing: 'reported', locator: 'report' });
    expect(JSON.parse(first.content)).toMatchObject({
      ...{ at: at(100), digest, reporter: subject },
      run: 'https://ci.example/runs/7',
    });
  });

  it('S9.6 lets no service report that the configuration does not name', async () => {
    for (const caller of [
      mockCredentials.service('external:other'),
      mockCredentials.service('plugin:scaffolder'),
      mockCredentials.service(`${subject}-2`),
    ]) {
      const { body } = await send(payments, 403, { caller });
      expect(body.error.message).toMatch(/discovery\.reporters/);
    }
    await send(payments, 403, { reporters: undefined });
    expect(await claims()).toEqual([]);
  });

  it('S9.6 holds a service to its permissions as well', async () => {
    const permissions = ServerPermissionClient.fromConfig(
      new ConfigReader({ permission: { enabled: true } }),
      { discovery: mockServices.discovery(), auth: mockServices.auth() },
    );
    const restricted = (permission: string) =>
      mockCredentials.service(subject, { permissionNames: [permission] });
    const caller = restricted('provenance.usage.read');
    const { body } = await send(payments, 403, { caller, permissions });
    expect(body.error.message).toMatch('provenance.deployment.report');
    await send(payments, 200, {
      caller: restricted('provenance.deployment.report'),
      permissions,
    });
  });

  it('answers the same about what is not there and what is not theirs', async () => {
    const [foreign, missing, place, everywhere] = await results([
      { ...payments, entity: 'component:default/cards' },
      { ...payments, entity: 'component:default/pay-nothing' },
      { ...payments, environment: 'staging' },
      { ...payments, environment: undefined },
    ]);
    expect(foreign).toEqual(notAllowed);
    expect([missing, place, everywhere]).toEqual([foreign, foreign, foreign]);
    expect(await claims()).toEqual([]);
  });

  it('binds to owners and systems as the catalog has them', async () => {
    const cards = component('cards', '');
    const owned = { type: 'ownedBy', targetRef: 'group:default/platform' };
    const [result] = await results(
      [{ ...payments, entity: 'component:default/cards' }],
      200,
      { entities: [{ ...cards, relations: [owned] }] },
    );
    expect(result).toMatchObject({ status: 'accepted' });
  });

  it('asks the catalog once about an entity that no pass has seen', async () => {
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: entityRefs.map(ref =>
          ref === payments.entity ? entities[0] : undefined,
        ),
      }),
    });
    await results([payments, payments], 200, { catalog });
    await results([payments], 200, { catalog });
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(1);
    expect(await knex('entities')).toMatchObject([
      { entity_ref: payments.entity },
    ]);
  });

  it('asks for the same again while the catalog does not answer', async () => {
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async () => {
        throw new Error('secret of the catalog');
      },
    });
    const { headers, text } = await send(payments, 503, { catalog });
    expect(headers['retry-after']).toBe('10');
    expect(text).not.toContain('secret');
    expect(await claims()).toEqual([]);
  });

  it('resolves names, the usual one first, and never guesses', async () => {
    const resource = (name: string, namespace: string) => ({
      ...component(name, ''),
      metadata: { name, namespace },
    });
    const names = [
      component('pay-a', ''),
      resource('pay-a', 'other'),
      resource('pay-b', 'one'),
      resource('pay-c', 'one'),
      resource('pay-c', 'two'),
    ];
    const options = {
      entities: names,
      reporters: [{ subject, entities: ['**'], environments: ['*'] }],
    };
    // What no pass has seen is found by its reference alone.
    const refs = ['one/pay-b', 'one/pay-c', 'two/pay-c', 'other/pay-a'];
    await results(
      refs.map(ref => ({ ...payments, entity: `component:${ref}` })),
      200,
      options,
    );
    const named = ['Pay-A', 'pay-b', 'pay-c', 'pay-d'].map(name => ({
      ...{ ...payments, entity: undefined, name },
    }));
    expect(await results(named, 207, options)).toEqual([
      { status: 'accepted', entityRef: 'component:default/pay-a' },
      { status: 'unchanged', entityRef: 'component:one/pay-b' },
      { status: 'refused', code: 'ambiguous-name', message: expect.anything() },
      notAllowed,
    ]);
    // Of what is not theirs nobody learns that it makes a name ambiguous.
    const bound = [
      { subject, entities: ['component:two/*'], environments: ['*'] },
    ];
    expect(
      await results(named.slice(2, 3), 200, { ...options, reporters: bound }),
    ).toEqual([{ status: 'unchanged', entityRef: 'component:two/pay-c' }]);
  });

  it('lets people report what they may see, and no guest', async () => {
    const caller = mockCredentials.user('user:default/ann');
    expect(await results([payments], 200, { caller })).toEqual([accepted]);
    const [{ content }] = await claims();
    expect(JSON.parse(content).reporter).toBe('user:default/ann');
    const guest = mockCredentials.user('user:development/guest');
    await send(payments, 403, { caller: guest });
    await send(payments, 403, {
      caller,
      permissions: mockServices.permissions({ result: AuthorizeResult.DENY }),
    });
  });

  it('S11.2 asks the catalog as the person, and the rule about usages', async () => {
    const caller = mockCredentials.user('user:default/ann');
    const getEntitiesByRefs = jest.fn(async () => ({
      items: [undefined, entities[0]],
    }));
    const catalog = catalogServiceMock.mock({ getEntitiesByRefs });
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }] as never,
      authorizeConditional: async () =>
        [
          {
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'provenance',
            resourceType: 'provenance-usage',
            conditions: provenanceUsageConditions.hasEnvironment({
              environments: ['prod'],
            }),
          },
        ] as never,
    });
    const items = [
      { ...payments, entity: 'component:default/hidden' },
      { ...payments, environment: 'dev' },
      payments,
    ];
    const options = { caller, catalog, permissions };
    expect(await results(items, 207, options)).toEqual([
      notAllowed,
      notAllowed,
      accepted,
    ]);
    expect(getEntitiesByRefs).toHaveBeenCalledWith(expect.anything(), {
      credentials: caller,
    });
  });

  it('S6.3 takes nothing on a replica that may not write', async () => {
    const { headers } = await send(payments, 503, { mayWrite: () => false });
    expect(headers['retry-after']).toBe('10');
    await knex('generations').insert({
      ...{ number: 1, content_hash: 'g2', content: '{}' },
      ...{ occasion: 'start', proposed_by: 'other', proposed_at: at(5) },
    });
    const moved = await send(payments, 503);
    expect(moved.headers['retry-after']).toBe('10');
    expect(await claims()).toEqual([]);
  });

  it('keeps the others where one entity cannot be written', async () => {
    const payroll = { ...payments, entity: 'component:default/payroll' };
    const { judgeUnseen } = failingFor('component:default/payroll');
    const items = [payments, payroll];
    expect(await results(items, 207, { judgeUnseen })).toEqual([
      accepted,
      { status: 'refused', code: 'not-kept', message: expect.any(String) },
    ]);
    expect(await claims()).toHaveLength(1);
    await send(payroll, 500, { judgeUnseen });
  });

  it('tells the auditor what became of the reports', async () => {
    const success = jest.fn();
    const auditor = mockServices.auditor.mock({
      createEvent: async () => ({ success, fail: jest.fn() }),
    });
    await results([payments, 'x', payments], 207, { auditor });
    expect(success).toHaveBeenCalledWith({
      meta: {
        ...{ accepted: 1, unchanged: 1, refused: 1 },
        entities: [payments.entity],
      },
    });
  });
});

function failingFor(
  entityRef: string,
): Required<Pick<DeploymentApiOptions, 'judgeUnseen'>> {
  return {
    judgeUnseen(usage) {
      if (usage.entityRef === entityRef) throw new Error('cannot be judged');
      return unseen;
    },
  };
}
