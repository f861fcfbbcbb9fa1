import { ConfigReader } from '@backstage/config';
import { isBound } from '../discovery';
import { readConfiguration } from './readConfiguration';

const read = (reporter: object) =>
  readConfiguration(
    new ConfigReader({
      provenance: { discovery: { reporters: [reporter] } },
    } as never),
  ).discovery.reporters;

const complete = {
  subject: 'external:ci',
  entities: ['component:default/pay*', 'Group:default/Payments'],
  environments: ['prod', 'preview-*'],
};

const entity = (entityRef: string, more = {}) => ({
  ...{ entityRef, kind: 'component', hints: [] },
  ...more,
});

describe('S9.6 what a service may report', () => {
  it.each<[boolean, string, object, string | undefined]>([
    [true, 'component:default/payments', {}, 'prod'],
    [true, 'component:default/payments', {}, 'preview-7'],
    [false, 'component:default/payments', {}, 'production'],
    [false, 'component:default/payments', {}, undefined],
    [false, 'component:other/payments', {}, 'prod'],
    [false, 'component:default/pay/x', {}, 'prod'],
    [true, 'resource:x/y', { owner: 'group:default/payments' }, 'prod'],
    [true, 'resource:x/y', { system: 'component:default/pay' }, 'prod'],
    [false, 'resource:x/y', { owner: 'group:default/payments-2' }, 'prod'],
  ])('is %s for %s %j in %s', (expected, ref, more, environment) => {
    const bindings = read(complete);
    expect(isBound(bindings, entity(ref, more), { environment })).toBe(
      expected,
    );
  });

  it.each(['*', '**'])('admits no environment with %s alone', pattern => {
    const [any] = read({ ...complete, environments: [pattern] });
    const payments = entity('component:default/payments');
    expect(isBound([any], payments, { environment: undefined })).toBe(true);
    expect(isBound([], payments, { environment: undefined })).toBe(false);
  });

  it.each<[string, object, string]>([
    ['no subject', { ...complete, subject: undefined }, 'subject'],
    ['a person', { ...complete, subject: 'user:default/ann' }, 'subject'],
    ['every service', { ...complete, subject: '*' }, 'subject'],
    ['no entities', { ...complete, entities: undefined }, 'entities'],
    ['an empty list', { ...complete, entities: [] }, 'entities'],
    ['a name alone', { ...complete, entities: ['payments'] }, 'entities'],
    ['no environments', { ...complete, environments: undefined }, 'envir'],
    ['a wrong pattern', { ...complete, environments: ['***'] }, 'envir'],
    ['an unknown key', { ...complete, owner: 'group:default/x' }, 'owner'],
  ])('refuses %s at start', (_name, reporter, key) => {
    expect(() => read(reporter)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringContaining(
          `provenance.discovery.reporters[0].${key}`,
        ),
      }),
    );
  });
});
