import fc from 'fast-check';
import { matchSigner, noEntity, type ProvenSigner } from '../judge';
import { identity, issuer, releaseWorkflow } from '../testing/judgeInputs';
import { lint } from '../registry/lint';
import { readRule } from '../registry/parse/readRule';
import { narrowestRule, type SeenSigning } from './narrowestRule';

const claims = {
  sourceRepository: 'https://github.com/acme/payments',
  sourceRepositoryId: '42',
  runnerEnvironment: 'github-hosted',
  sourceDigest: 'a',
};
const at = (
  ref: string,
  change: Parameters<typeof identity>[0] = {},
  authority = 'acme',
): ProvenSigner => ({
  authority,
  signer: identity({ subject: `${releaseWorkflow}@${ref}`, claims, ...change }),
});
const seen = (
  signers: ProvenSigner[],
  more: Partial<SeenSigning> = {},
): SeenSigning => ({
  ...{ signers, repositories: ['ghcr.io/acme/payments'] },
  ...{ environments: ['dev'], ...more },
});
const known = {
  environments: ['dev', 'prod'],
  production: ['prod'],
  authorities: [
    { name: 'acme', kind: 'sigstore' as const },
    { name: 'platform', kind: 'key' as const },
  ],
};
const suggest = (signing: SeenSigning) => narrowestRule('seen', signing, known);
const subjectsFor = (...signers: ProvenSigner[]) => {
  const found = suggest(seen(signers));
  return 'rule' in found
    ? found.rule.signers.map(one => 'subject' in one && one.subject)
    : found.why;
};

describe('the narrowest rule', () => {
  it('names what was seen, exactly, and observes', () => {
    expect(suggest(seen([at('refs/tags/v1.0.0')]))).toEqual({
      rule: {
        name: 'seen',
        references: ['ghcr.io/acme/payments'],
        environments: ['dev'],
        mode: 'observe',
        signers: [
          {
            ...{ authority: 'acme', issuer },
            subject: `${releaseWorkflow}@refs/tags/v1.0.0`,
            claims: {
              sourceRepository: 'https://github.com/acme/payments',
              sourceRepositoryId: '42',
              runnerEnvironment: 'github-hosted',
            },
          },
        ],
      },
    });
  });

  it('takes several version tags for all of them, and no other refs', () => {
    expect(subjectsFor(at('refs/tags/v1'), at('refs/tags/v2.0.0-rc'))).toEqual([
      `${releaseWorkflow}@refs/tags/v*`,
    ]);
    const others = ['refs/tags/vanilla', 'refs/tags/v1/x', 'refs/heads/main'];
    expect(
      subjectsFor(...['refs/tags/v1', ...others].map(ref => at(ref))),
    ).toEqual(
      ['refs/tags/v1', ...others]
        .map(ref => `${releaseWorkflow}@${ref}`)
        .sort(),
    );
  });

  it('leaves out a claim in which releases differ', () => {
    const moved = { ...claims, sourceRepositoryId: '43' };
    const found = suggest(
      seen([at('refs/tags/v1'), at('refs/tags/v2', { claims: moved })]),
    );
    expect(found).toMatchObject({
      rule: {
        signers: [
          {
            claims: {
              sourceRepository: 'https://github.com/acme/payments',
              runnerEnvironment: 'github-hosted',
            },
          },
        ],
      },
    });
  });

  it('names a person to the letter, and a key by its name', () => {
    const person = at('', {
      ...{ subject: 'ann+ci@acme.io', subjectType: 'email', claims: {} },
      issuer: 'https://accounts.google.com',
    });
    expect(subjectsFor(person)).toEqual(['ann+ci@acme.io']);
    const key = { authority: 'platform', signer: { type: 'key' as const } };
    expect(suggest(seen([key]))).toMatchObject({
      rule: { signers: [{ key: 'platform' }] },
    });
  });

  it.each<[string, SeenSigning, RegExp]>([
    ['a star in the subject', seen([at('refs/tags/*')]), /star/],
    [
      'a star in the address',
      seen([at('x')], { repositories: ['https://files.example/*'] }),
      /star/,
    ],
    [
      'nothing that is signed',
      seen([at('x')], { repositories: [] }),
      /not known/,
    ],
    [
      'more than a person reads',
      seen([at('x')], {
        repositories: Array.from(
          { length: 101 },
          (_, i) => `ghcr.io/acme/${i}`,
        ),
      }),
      /more than 100/,
    ],
    [
      'endless refs',
      seen(Array.from({ length: 21 }, (_, i) => at(`refs/heads/${i}`))),
      /more than 20/,
    ],
    ['an endless subject', seen([at('x'.repeat(3_000))]), /could not be read/],
    [
      'hidden characters',
      seen([at('refs/heads/ma\u202ein')]),
      /hidden|character/,
    ],
    ['a pull request', seen([at('refs/pull/1/merge')]), /pull request/],
    ['an authority of nobody', seen([at('x', {}, 'gone')]), /authority/i],
  ])('is not there for %s', (_name, signing, why) => {
    expect(suggest(signing)).toEqual({ why: expect.stringMatching(why) });
  });
});

const texts = ['release.yml', 'a*b', 'x\u202ey', 'z'.repeat(30), 'build.yml'];
const refs = [
  ...['refs/tags/v1', 'refs/tags/v2', 'refs/tags/v3/x', 'refs/heads/main'],
  ...['refs/heads/v1', 'refs/pull/1/merge', 'refs/tags/**'],
];
const anySigner: fc.Arbitrary<ProvenSigner> = fc.oneof(
  fc.record({
    authority: fc.constantFrom('acme', 'other'),
    signer: fc
      .record({
        repository: fc.constantFrom('acme/payments', 'acme/pay', 'evil/x'),
        file: fc.constantFrom(...texts),
        ref: fc.constantFrom(...refs),
        id: fc.constantFrom('1', '2', undefined),
      })
      .map(({ repository, file, ref, id }) =>
        identity({
          subject: `https://github.com/${repository}/.github/workflows/${file}@${ref}`,
          claims: {
            sourceRepository: `https://github.com/${repository}`,
            ...(id !== undefined && { sourceRepositoryId: id }),
          },
        }),
      ),
  }),
  fc.constantFrom('ann@acme.io', '*@acme.io', 'a@b@c').map(subject => ({
    authority: 'acme',
    signer: identity({ subject, subjectType: 'email' }),
  })),
  fc.constant({ authority: 'platform', signer: { type: 'key' as const } }),
);

/** Who it is, whatever release: all version tags of a workflow are one. */
function whoIs({ authority, signer }: ProvenSigner): string {
  if (signer?.type !== 'certificate') return authority;
  const { subject, issuer: by } = signer;
  return JSON.stringify([
    ...[authority, by],
    subject.replace(/@refs\/tags\/v[0-9]$/, '@version'),
  ]);
}

describe('S11.3 a rule that is suggested', () => {
  const options = { ...known, authorities: undefined };

  it('accepts those who were seen and nobody else, is read, and has no error', () => {
    let written = 0;
    fc.assert(
      fc.property(
        fc.array(anySigner, { minLength: 1, maxLength: 6 }),
        fc.array(anySigner, { maxLength: 10 }),
        (signers, others) => {
          const found = narrowestRule('seen', seen(signers), options);
          if ('why' in found) return;
          written++;
          const { rule } = found;
          expect(readRule(rule, 'rule')).toEqual(rule);
          expect(
            lint({ initial: [rule] }, options).filter(
              ({ severity }) => severity === 'error',
            ),
          ).toEqual([]);
          const isAccepted = (one: ProvenSigner) =>
            matchSigner(one, rule.signers, noEntity)?.code === 'accepted';
          expect(signers.every(isAccepted)).toBe(true);
          const who = new Set(signers.map(whoIs));
          expect(
            others.filter(one => isAccepted(one) && !who.has(whoIs(one))),
          ).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(written).toBeGreaterThan(50);
  });
});
