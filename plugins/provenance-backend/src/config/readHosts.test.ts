import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { defaultLimits } from '@countersign/verifier';
import { readConfiguration } from '.';

const read = (provenance: object) =>
  readConfiguration(new ConfigReader({ provenance } as never));
const account = { username: 'ci', password: 'secret' };

describe('S12.1 credentials of registries', () => {
  it('are bound to repositories and entities, several for one host', () => {
    const { registries } = read({
      registries: [
        {
          host: 'ghcr.io',
          ...account,
          repositories: ['acme/**'],
          entities: ['group:default/Payments', 'System:Pay'],
        },
        { host: 'ghcr.io', identityToken: 'refresh' },
      ],
    });
    expect(registries).toEqual([
      {
        host: 'ghcr.io',
        ...account,
        repositories: ['acme/**'],
        entities: ['group:default/payments', 'system:default/pay'],
      },
      { host: 'ghcr.io', identityToken: 'refresh' },
    ]);
  });

  it.each([
    [
      'entities: binds a credential, and the entry has none',
      [{ host: 'ghcr.io', entities: ['group:default/a'] }],
    ],
    [
      'repositories: binds a credential, and the entry has none',
      [{ host: 'ghcr.io', repositories: ['acme/**'] }],
    ],
    [
      'identityToken: stands in the place of an account',
      [{ host: 'ghcr.io', ...account, identityToken: 'x' }],
    ],
    [
      '"payments" is not the reference of an entity',
      [{ host: 'ghcr.io', ...account, entities: ['payments'] }],
    ],
    ['entities: is empty', [{ host: 'ghcr.io', ...account, entities: [] }]],
    [
      '"ghcr.io" is there twice, and not each time with a credential',
      [{ host: 'ghcr.io', ...account, entities: ['a:b'] }, { host: 'ghcr.io' }],
    ],
    [
      '"ghcr.io" is there twice, with another plainHttp or privateNetwork',
      [
        { host: 'ghcr.io', ...account, entities: ['a:b'] },
        { host: 'ghcr.io', ...account, privateNetwork: true },
      ],
    ],
    [
      'the first credential serves everything',
      [
        { host: 'ghcr.io', ...account },
        { host: 'ghcr.io', identityToken: 'x', entities: ['a:b'] },
      ],
    ],
  ])('refuses: %s', (message, registries) => {
    expect(() => read({ registries })).toThrow(message);
  });
});

describe('limits', () => {
  it('stand in the documentation, each of them', () => {
    const text = readFileSync(
      join(__dirname, '../../../../docs/configuration.md'),
      'utf8',
    );
    const undocumented = Object.keys(defaultLimits).filter(
      name => !new RegExp(`^\\| \`${name}\` `, 'm').test(text),
    );
    expect(undocumented).toEqual([]);
  });

  it('takes those that differ', () => {
    expect(read({ limits: { lookMs: 60_000, retries: 0 } }).limits).toEqual({
      lookMs: 60_000,
      retries: 0,
    });
  });

  it.each([
    [
      'provenance.limits.lookms: unknown key; did you mean "lookMs"?',
      { lookms: 1 },
    ],
    ['provenance.limits.lookMs: must lie between 1 and', { lookMs: 0 }],
    ['provenance.limits.cacheBytes: must lie between 1 and', { cacheBytes: 0 }],
    ['provenance.limits.materials: must be a whole number', { materials: 1.5 }],
    ['provenance.limits.fileMs: must be a whole number', { fileMs: '1' }],
  ])('refuses: %s', (message, limits) => {
    expect(() => read({ limits })).toThrow(message);
  });
});
