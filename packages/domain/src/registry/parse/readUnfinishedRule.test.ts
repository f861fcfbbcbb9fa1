import { readUnfinishedRule } from './readUnfinishedRule';

const signer = {
  authority: 'acme',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'https://github.com/acme/*/.github/workflows/release.yml@refs/**',
};
const read = (rule: unknown) => readUnfinishedRule(rule, 'rule');

describe('a rule that is being written', () => {
  it('is its signers, as long as nothing else can be read', () => {
    expect(read({ signers: [signer] })).toEqual({ signers: [signer] });
    const half = { name: '', mode: 'enf', requirements: 7, owner: 'me' };
    expect(
      read({ ...half, references: ['***'], signers: [{ key: 'k' }] }),
    ).toEqual({ signers: [{ key: 'k' }] });
    expect(
      read({ references: ['a/**'], environments: [], signers: [signer] }),
    ).toEqual({ signers: [signer] });
  });

  it('speaks of what it names, whatever else is missing', () => {
    const scope = {
      references: ['ghcr.io/acme/**'],
      environments: ['prod'],
      entities: [{ owner: 'group:default/a' }],
    };
    expect(read({ ...scope, name: '', signers: [signer] }).scope).toMatchObject(
      {
        references: ['ghcr.io/acme/**'],
        environments: ['prod'],
        entities: [{ owner: ['group:default/a'] }],
        signers: [signer],
      },
    );
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'rule'],
    ['no signers', {}, 'rule.signers'],
    ['an empty list of them', { signers: [] }, 'rule.signers'],
    ['a key of no rule', { signers: [signer], signer }, 'rule.signer'],
    [
      'a signer without authority',
      { signers: [{ ...signer, authority: undefined }] },
      'rule.signers[0].authority',
    ],
    [
      'a claim of nobody',
      { signers: [{ ...signer, claims: { repo: 'x' } }] },
      'rule.signers[0].claims.repo',
    ],
    [
      'a pattern of 10,000 stars',
      { signers: [signer, { ...signer, subject: '*'.repeat(10_000) }] },
      'rule.signers[1].subject',
    ],
  ])('is refused with %s, and where', (_name, rule, path) => {
    expect(() => read(rule)).toThrow(expect.objectContaining({ path }));
  });
});
