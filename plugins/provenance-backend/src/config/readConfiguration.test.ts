import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ConfigurationError } from '@countersign/domain';
import { readConfiguration } from './readConfiguration';
import { expectedByDefault } from './readExpected';

const read = (provenance?: JsonObject) =>
  readConfiguration(
    new ConfigReader(provenance === undefined ? {} : { provenance }),
  );

const hour = 3_600_000;

const rule = {
  name: 'acme-release',
  references: ['ghcr.io/acme/**'],
  signers: [
    {
      authority: 'public-good',
      issuer: 'https://issuer.example',
      subject: 'https://github.com/acme/*',
    },
  ],
};

function problem(provenance: JsonObject): { path: string; message: string } {
  try {
    read(provenance);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const { path, message } = error as ConfigurationError;
    return { path, message };
  }
  throw new Error('was accepted');
}

describe('readConfiguration', () => {
  it('S9.2 S9.6 reads who may change a registry in the database, and lets nobody where nobody is named', () => {
    const governanceOf = (acceptance: object) =>
      readConfiguration(
        new ConfigReader({
          provenance: { environments: ['dev', 'prod'], acceptance },
        }),
      ).acceptance.governance;
    expect(
      governanceOf({
        source: 'database',
        reviewers: ['group:default/platform'],
        securityReviewers: ['user:default/ann'],
        production: ['prod'],
      }),
    ).toEqual({
      reviewers: ['group:default/platform'],
      securityReviewers: ['user:default/ann'],
      production: ['prod'],
    });
    expect(governanceOf({ source: 'database' })).toEqual({
      reviewers: [],
      securityReviewers: [],
    });
    expect(governanceOf({ source: 'configuration' })).toBeUndefined();
    expect(governanceOf({})).toBeUndefined();
  });

  it.each([[undefined], [{}]])(
    'starts with %j and loads public-good',
    provenance => {
      expect(read(provenance)).toEqual({
        environments: undefined,
        clouds: undefined,
        registries: [],
        fileHosts: [],
        limits: {},
        log: {
          headIntervalMs: hour,
          retentionMs: 7 * 365 * 24 * hour,
          erasers: [],
        },
        notifications: {
          owners: true,
          security: [],
          operators: [],
          windowMs: 3_600_000,
          giveUpMs: 259_200_000,
        },
        authorities: [
          {
            name: 'public-good',
            type: 'public-good',
            offline: false,
            intervalMs: 21_600_000,
          },
        ],
        discovery: {
          intervalMs: 60_000,
          expected: expectedByDefault,
          conventions: [],
          registryAnnotations: [],
          reporters: [],
        },
        verification: {
          intervalMs: 4 * hour,
          staleAfterMs: 24 * hour,
          concurrency: 4,
        },
        acceptance: { initial: [] },
      });
    },
  );

  it('reads what a company writes', () => {
    const configuration = read({
      environments: ['dev', 'prod'],
      clouds: ['aws'],
      registries: [
        {
          host: 'ghcr.io',
          username: 'bot',
          password: 'secret',
          repositories: ['acme/**'],
        },
        { host: 'localhost:5000', plainHttp: true },
      ],
      files: {
        hosts: [
          'github.com',
          { host: 'files.acme.internal', privateNetwork: true },
        ],
      },
      authorities: [
        { name: 'public-good', offline: true, thresholds: { scts: 'none' } },
        {
          name: 'acme',
          tuf: {
            mirror: 'https://tuf.acme.internal/',
            root: './root.json',
            sha256: 'b'.repeat(64),
            privateNetwork: true,
            token: 'secret',
          },
          refreshInterval: { hours: 1 },
          accept: `sha256:${'c'.repeat(64)}`,
          thresholds: { logEntries: 2, times: 2 },
        },
        {
          name: 'web',
          url: 'https://trust.example/root.json',
          sha256: 'd'.repeat(64),
          username: 'u',
          password: 'p',
        },
        {
          name: 'lab',
          trustedRoot: './trusted_root.json',
          sha256: 'a'.repeat(64),
        },
        { name: 'inline', trustedRoot: { mediaType: 'x' } },
        {
          name: 'platform-key',
          key: './cosign.pub',
          notAfter: '2027-01-01T00:00:00Z',
          log: 'acme',
        },
        { name: 'pem', key: '-----BEGIN PUBLIC KEY-----\n' },
      ],
      verification: { interval: { minutes: 30 }, staleAfter: { hours: 2 } },
      acceptance: {
        source: 'configuration',
        initial: [
          {
            ...rule,
            environments: ['prod'],
            mode: 'enforce',
          },
        ],
      },
    });
    expect(configuration.registries).toEqual([
      {
        host: 'ghcr.io',
        username: 'bot',
        password: 'secret',
        repositories: ['acme/**'],
      },
      { host: 'localhost:5000', plainHttp: true },
    ]);
    expect(configuration.fileHosts).toEqual([
      { host: 'github.com' },
      { host: 'files.acme.internal', privateNetwork: true },
    ]);
    expect(configuration.authorities).toEqual([
      {
        name: 'public-good',
        type: 'public-good',
        offline: true,
        thresholds: { scts: 'none' },
        intervalMs: 6 * hour,
      },
      {
        name: 'acme',
        type: 'tuf',
        mirror: {
          url: 'https://tuf.acme.internal',
          privateNetwork: true,
          authorization: 'Bearer secret',
        },
        root: { from: 'path', path: './root.json', sha256: 'b'.repeat(64) },
        intervalMs: hour,
        accept: `sha256:${'c'.repeat(64)}`,
        thresholds: { logEntries: 2, times: 2 },
      },
      {
        name: 'web',
        type: 'url',
        access: {
          url: 'https://trust.example/root.json',
          authorization: 'Basic dTpw',
          sha256: 'd'.repeat(64),
        },
      },
      {
        name: 'lab',
        type: 'trusted-root',
        content: {
          from: 'path',
          path: './trusted_root.json',
          sha256: 'a'.repeat(64),
        },
      },
      {
        name: 'inline',
        type: 'trusted-root',
        content: { from: 'inline', value: { mediaType: 'x' } },
      },
      {
        name: 'platform-key',
        type: 'key',
        content: { from: 'path', path: './cosign.pub' },
        notAfter: '2027-01-01T00:00:00.000Z',
        log: 'acme',
      },
      {
        name: 'pem',
        type: 'key',
        content: { from: 'inline', value: '-----BEGIN PUBLIC KEY-----\n' },
      },
    ]);
    expect(configuration.verification).toEqual({
      intervalMs: hour / 2,
      staleAfterMs: 2 * hour,
      concurrency: 4,
    });
    expect(configuration.acceptance.initial).toEqual([
      {
        ...rule,
        environments: ['prod'],
        mode: 'enforce',
      },
    ]);
  });

  it('S4.7 observes unless the rule says otherwise', () => {
    expect(
      read({ acceptance: { initial: [rule] } }).acceptance.initial[0].mode,
    ).toBe('observe');
  });

  it.each<[string, JsonObject, string]>([
    [
      'provenance.registeries',
      { registeries: [] },
      'unknown key; did you mean "registries"?',
    ],
    ['provenance.xyzzy', { xyzzy: 1 }, 'unknown key; known are environments'],
    [
      'provenance.registries[0].pasword',
      { registries: [{ host: 'ghcr.io', pasword: 'x' }] },
      'did you mean "password"?',
    ],
    [
      'provenance.acceptance.initial[0].Mode',
      { acceptance: { initial: [{ ...rule, Mode: 'enforce' }] } },
      'did you mean "mode"?',
    ],
    [
      'provenance.acceptance.initial[0].mode',
      { acceptance: { initial: [{ ...rule, mode: 'enforced' }] } },
      'did you mean "enforce"?',
    ],
    [
      'provenance.acceptance.initial[0].signers[0].isuer',
      {
        acceptance: {
          initial: [
            {
              ...rule,
              signers: [{ authority: 'a', isuer: 'x', subject: 'y' }],
            },
          ],
        },
      },
      'did you mean "issuer"?',
    ],
    [
      'provenance.environments',
      { environments: 'prod' },
      'must be a list, not a string',
    ],
    ['provenance.environments', { environments: [] }, 'is empty'],
    [
      'provenance.environments[1]',
      { environments: ['prod', 7] },
      'must be text, not a number',
    ],
    [
      'provenance.environments',
      { environments: ['prod', 'prod'] },
      '"prod" is there twice',
    ],
    ['provenance.registries', { registries: [] }, 'is empty'],
    [
      'provenance.registries[0]',
      { registries: ['ghcr.io'] },
      'must be an object, not a string',
    ],
    ['provenance.registries[0].host', { registries: [{}] }, 'is missing'],
    [
      'provenance.registries[0].host',
      { registries: [{ host: 'https://ghcr.io' }] },
      'is not a host',
    ],
    [
      'provenance.registries[0]',
      { registries: [{ host: 'ghcr.io', username: 'x' }] },
      'username and password belong together',
    ],
    [
      'provenance.registries[0].plainHttp',
      { registries: [{ host: 'ghcr.io', plainHttp: true }] },
      'loopback hosts only',
    ],
    [
      'provenance.registries[0].privateNetwork',
      { registries: [{ host: 'ghcr.io', privateNetwork: 'yes' }] },
      'must be true or false',
    ],
    [
      'provenance.registries',
      { registries: [{ host: 'ghcr.io' }, { host: 'ghcr.io' }] },
      '"ghcr.io" is there twice',
    ],
    [
      'provenance.registries[0].repositories[0]',
      {
        registries: [
          {
            host: 'ghcr.io',
            username: 'ci',
            password: 'x',
            repositories: ['a/***'],
          },
        ],
      },
      '"***" is neither',
    ],
    ['provenance.files.hosts', { files: {} }, 'is missing'],
    ['provenance.authorities', { authorities: [] }, 'is empty'],
    [
      'provenance.authorities[0]',
      { authorities: [{ name: 'acme' }] },
      'say what "acme" is',
    ],
    [
      'provenance.authorities[0].tuf.mirror',
      { authorities: [{ name: 'a', tuf: { mirror: 'x', root: 'r' } }] },
      'must be an address',
    ],
    [
      'provenance.authorities[0].tuf.mirror',
      {
        authorities: [
          { name: 'a', tuf: { mirror: 'https://u:p@tuf.example', root: 'r' } },
        ],
      },
      'without a credential',
    ],
    [
      'provenance.authorities[0].tuf.mirror',
      {
        authorities: [
          { name: 'a', tuf: { mirror: 'http://tuf.example', root: 'r' } },
        ],
      },
      'loopback hosts only',
    ],
    [
      'provenance.authorities[0].tuf.root',
      { authorities: [{ name: 'a', tuf: { mirror: 'https://tuf.example' } }] },
      'is missing',
    ],
    [
      'provenance.authorities[0].tuf',
      {
        authorities: [
          {
            name: 'a',
            tuf: { mirror: 'https://t.example', root: 'r', username: 'x' },
          },
        ],
      },
      'username and password belong together',
    ],
    [
      'provenance.authorities[0].tuf.token',
      {
        authorities: [
          {
            name: 'a',
            tuf: {
              mirror: 'https://t.example',
              root: 'r',
              username: 'x',
              password: 'y',
              token: 'z',
            },
          },
        ],
      },
      'exclude each other',
    ],
    [
      'provenance.authorities[0].url',
      { authorities: [{ name: 'a', url: 'https://x.example/root.json' }] },
      'needs sha256',
    ],
    [
      'provenance.authorities[0].sha256',
      {
        authorities: [
          { name: 'a', url: 'https://x.example/root.json', sha256: 'a' },
        ],
      },
      '64 lower-case',
    ],
    [
      'provenance.authorities[0].sha256',
      { authorities: [{ name: 'public-good', sha256: 'a'.repeat(64) }] },
      'goes with trustedRoot, key, url, not with public-good',
    ],
    [
      'provenance.authorities[0].offline',
      { authorities: [{ name: 'a', trustedRoot: 'y', offline: true }] },
      'goes with public-good',
    ],
    [
      'provenance.authorities[0].offline',
      {
        authorities: [
          {
            name: 'public-good',
            offline: true,
            tuf: { mirror: 'https://t.example' },
          },
        ],
      },
      'exclude each other',
    ],
    [
      'provenance.authorities[0].tuf.sha256',
      {
        authorities: [
          {
            name: 'public-good',
            tuf: { mirror: 'https://t.example', sha256: 'a'.repeat(64) },
          },
        ],
      },
      'pins a root',
    ],
    [
      'provenance.authorities[0].accept',
      { authorities: [{ name: 'public-good', accept: 'yes' }] },
      'must be the digest of a version',
    ],
    [
      'provenance.authorities[0].refreshInterval',
      {
        authorities: [{ name: 'public-good', refreshInterval: { minutes: 1 } }],
      },
      'must lie between',
    ],
    [
      'provenance.authorities[0].thresholds.times',
      { authorities: [{ name: 'public-good', thresholds: { times: 'none' } }] },
      'whole number',
    ],
    [
      'provenance.authorities[0].thresholds.scts',
      { authorities: [{ name: 'public-good', thresholds: { scts: 0 } }] },
      'must lie between',
    ],
    [
      'provenance.authorities[0].thresholds.sct',
      { authorities: [{ name: 'public-good', thresholds: { sct: 1 } }] },
      'did you mean "scts"?',
    ],
    [
      'provenance.authorities[0].log',
      {
        authorities: [
          { name: 'a', key: 'x', log: 'b' },
          { name: 'b', key: 'y' },
        ],
      },
      '"b" is no trust root among the authorities',
    ],
    [
      'provenance.authorities[0]',
      { authorities: [{ name: 'a', key: 'x', trustedRoot: 'y' }] },
      'exclude each other',
    ],
    [
      'provenance.authorities[0].notAfter',
      {
        authorities: [{ name: 'a', trustedRoot: 'y', notAfter: '2027-01-01' }],
      },
      'goes with key, not with trustedRoot',
    ],
    [
      'provenance.authorities[0].notAfter',
      {
        authorities: [
          {
            name: 'a',
            key: 'x',
            notBefore: '2027-01-02',
            notAfter: '2027-01-01',
          },
        ],
      },
      'must lie after',
    ],
    [
      'provenance.authorities[0].notBefore',
      { authorities: [{ name: 'a', key: 'x', notBefore: 'soon' }] },
      'must be an instant',
    ],
    [
      'provenance.authorities[0].sha256',
      { authorities: [{ name: 'a', trustedRoot: 'x', sha256: 'ABC' }] },
      '64 lower-case',
    ],
    [
      'provenance.authorities[0].sha256',
      { authorities: [{ name: 'a', trustedRoot: {}, sha256: 'a'.repeat(64) }] },
      'pins the bytes of a file',
    ],
    [
      'provenance.authorities',
      {
        authorities: [
          { name: 'a', key: 'x' },
          { name: 'a', key: 'y' },
        ],
      },
      '"a" is there twice',
    ],
    [
      'provenance.discovery.conventions',
      { discovery: { conventions: [] } },
      'is empty',
    ],
    [
      'provenance.verification.interval',
      { verification: { interval: '4h' } },
      'must be an object, not a string',
    ],
    [
      'provenance.verification.interval.hour',
      { verification: { interval: { hour: 4 } } },
      'did you mean "hours"?',
    ],
    [
      'provenance.verification.interval',
      { verification: { interval: {} } },
      'must lie between',
    ],
    [
      'provenance.verification.interval.hours',
      { verification: { interval: { hours: -1 } } },
      'must lie between',
    ],
    [
      'provenance.verification.staleAfter',
      { verification: { staleAfter: { hours: 1 } } },
      'must be longer',
    ],
    [
      'provenance.verification.concurrency',
      { verification: { concurrency: 1.5 } },
      'whole number',
    ],
    [
      'provenance.verification.workers',
      { verification: { workers: 0 } },
      'must lie between 1 and 64',
    ],
    [
      'provenance.acceptance.source',
      { acceptance: { source: 'databse' } },
      'did you mean "database"',
    ],
    [
      'provenance.acceptance.reviewers',
      { acceptance: { reviewers: ['group:default/x'] } },
      'needs source: database',
    ],
    [
      'provenance.acceptance.reviewers[1]',
      {
        acceptance: {
          source: 'database',
          reviewers: ['group:default/x', 'platform'],
        },
      },
      'must be the full reference',
    ],
    [
      'provenance.acceptance.securityReviewers',
      {
        acceptance: {
          source: 'database',
          securityReviewers: ['user:default/a', 'user:default/a'],
        },
      },
      'is there twice',
    ],
    [
      'provenance.acceptance.production[0]',
      {
        environments: ['dev', 'prod'],
        acceptance: { source: 'database', production: ['prd'] },
      },
      '"prd" is none of provenance.environments (dev, prod)',
    ],
    [
      'provenance.acceptance.distrust[0].reason',
      { acceptance: { distrust: [{ key: 'platform-key' }] } },
      'is missing',
    ],
    [
      'provenance.acceptance.distrust',
      { acceptance: { distrust: [] } },
      'is empty',
    ],
    [
      'provenance.acceptance.initial',
      { acceptance: { initial: [] } },
      'is empty',
    ],
    [
      'provenance.acceptance.initial',
      { acceptance: { initial: [rule, rule] } },
      '"acme-release" is there twice',
    ],
    [
      'provenance.acceptance.initial[0].references',
      { acceptance: { initial: [{ ...rule, references: [] }] } },
      'is empty',
    ],
    [
      'provenance.acceptance.initial[0].references[0]',
      { acceptance: { initial: [{ ...rule, references: [''] }] } },
      'is empty',
    ],
    [
      'provenance.acceptance.initial[0].signers',
      { acceptance: { initial: [{ ...rule, signers: [] }] } },
      'is empty',
    ],
    [
      'provenance.acceptance.initial[0].signers[0].issuer',
      {
        acceptance: {
          initial: [{ ...rule, signers: [{ authority: 'a', subject: 'x' }] }],
        },
      },
      'is missing',
    ],
    [
      'provenance.acceptance.initial[0].signers[0].subject',
      {
        acceptance: {
          initial: [
            {
              ...rule,
              signers: [{ authority: 'a', issuer: 'x', subject: '' }],
            },
          ],
        },
      },
      'is empty',
    ],
    [
      'provenance.acceptance.initial[0].signers[0]',
      {
        acceptance: {
          initial: [{ ...rule, signers: [{ key: 'a', issuer: 'x' }] }],
        },
      },
      'either a key',
    ],
    [
      'provenance.acceptance.initial[0].kinds[0]',
      { acceptance: { initial: [{ ...rule, kinds: ['container-images'] }] } },
      'did you mean "container-image"?',
    ],
  ])('refuses %s in %j', (path, provenance, message) => {
    expect(problem(provenance)).toEqual({
      path,
      message: expect.stringContaining(message),
    });
  });
});
