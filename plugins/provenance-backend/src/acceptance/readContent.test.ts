import { InputError } from '@backstage/errors';
import { readAcceptance, type RegistryContent } from '@countersign/domain';
import { generateKeyPair, publicKeyPem } from '@countersign/sandbox';
import { generateKeyPairSync } from 'node:crypto';
import { lintContent } from './checkLint';
import { readContent } from './readContent';

const signer = { authority: 'a', issuer: 'https://i.example', subject: 'x/*' };
const configured = {
  rules: [
    {
      name: 'release',
      references: ['ghcr.io/acme/**'],
      environments: ['prod'],
      modes: { prod: 'enforce' },
      signers: [{ ...signer, claims: { runnerEnvironment: 'github-hosted' } }],
      requirements: [
        { type: 'provenance', minimumLevel: 2, signers: [signer] },
        { type: 'scan', maximum: { critical: 0 }, maximumAge: { days: 7 } },
      ],
      owner: 'group:default/payments',
    },
  ],
  distrust: [
    { key: 'lost', reason: 'Stolen.', from: '2026-11-01T00:00:00Z' },
    { digest: `sha256:${'a'.repeat(64)}`, reason: 'Backdoor.' },
  ],
  builders: [
    { issuer: 'https://i.example', subject: 'b/*', level: 3, because: 'Seen.' },
    { key: 'ci', builder: 'https://ci.example/*', level: 2, because: 'Seen.' },
  ],
  keys: [{ name: 'farm', publicKey: publicKeyPem(generateKeyPair()) }],
  bindings: [
    {
      entity: 'component:default/payments',
      repository: 'https://github.com/acme/payments',
      repositoryId: '123',
    },
  ],
};

describe('what a proposal says', () => {
  const content: RegistryContent = readContent(configured);

  it('is what the same configuration would say', () => {
    const { rules, ...rest } = configured;
    const { initial, ...lists } = readAcceptance(
      { initial: rules, ...rest },
      'acceptance',
    );
    expect(content).toEqual({ rules: initial, ...lists });
  });

  it('can be proposed again as a version shows it', () => {
    const shown = JSON.parse(JSON.stringify(content));
    expect(readContent(shown)).toEqual(content);
    const none = { distrust: [], builders: [], bindings: [], keys: [] };
    expect(readContent({ rules: [], ...none })).toEqual({
      rules: [],
    });
  });

  it('S1.4 S2.4 is refused with a key that nobody could verify by, and with two bindings of an entity', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const weak = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const keys = [{ name: 'weak', publicKey: weak }];
    expect(() => readContent({ ...configured, keys })).toThrow(
      /^content\.keys\[0\]\.publicKey: .*RSA of 2048/,
    );
    const [one] = configured.bindings;
    const bindings = [one, { ...one, repository: 'https://github.com/a/b' }];
    expect(() => readContent({ ...configured, bindings })).toThrow(
      'the entity "component:default/payments" is there twice',
    );
  });

  it('is linted as configuration is', () => {
    const open = { ...signer, subject: '**' };
    const wide = readContent({
      rules: [{ ...configured.rules[0], signers: [open] }],
    });
    expect(
      lintContent({ content: wide, answers: [] }, undefined, {}),
    ).toContainEqual(
      expect.objectContaining({
        code: 'matches-everything',
        path: 'initial[0].signers[0].subject',
      }),
    );
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'content: must be an object'],
    ['nothing', undefined, 'content: must be an object'],
    ['configuration', { initial: [] }, 'did you mean "rules"'],
    ['another source', { source: 'configuration' }, 'content.source'],
    ['reviewers', { reviewers: ['user:a/b'] }, 'content.reviewers'],
    ['a typo', { rulse: [] }, 'content.rulse: unknown key'],
    [
      'two ages',
      {
        rules: [
          {
            ...configured.rules[0],
            requirements: [
              { type: 'sbom', maximumAge: { days: 1 }, maximumAgeMs: 1 },
            ],
          },
        ],
      },
      'content.rules[0].requirements[0].maximumAgeMs: unknown key',
    ],
    [
      'a builder’s typo',
      { builders: [{ signer: { kye: 'x' } }] },
      'builders[0].kye',
    ],
  ])('is refused with the path for %s', (_, value, message) => {
    expect(() => readContent(value)).toThrow(InputError);
    expect(() => readContent(value)).toThrow(message);
  });
});
