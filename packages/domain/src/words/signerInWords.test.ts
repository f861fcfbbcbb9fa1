import { knownIssuers } from '../registry/issuers';
import { fillTemplate } from '../registry/issuers/fillTemplate';
import type { CertificateSigner } from '../registry/rule';
import { recogniseSubject } from './recogniseSubject';
import { signerInWords } from './signerInWords';
import { subjectPhrases } from './subjectPhrases';

const actions = 'https://token.actions.githubusercontent.com';
const workflows = 'https://github.com/acme/payments/.github/workflows';

const said = (issuer: string, subject: string, isExact?: boolean) =>
  signerInWords({
    authority: 'public-good',
    issuer,
    subject,
    ...(isExact && { isExact }),
  });

describe('signerInWords', () => {
  it.each([
    [
      actions,
      `${workflows}/release.yml@refs/tags/v*`,
      'workflow release.yml of acme/payments on version tags (v*)',
    ],
    [
      actions,
      `${workflows}/release.yml@refs/heads/main`,
      'workflow release.yml of acme/payments on branch main',
    ],
    [
      actions,
      `${workflows}/*.yml@refs/**`,
      'any workflow like *.yml of acme/payments on any branch, tag or pull request',
    ],
    [
      actions,
      'https://github.com/*/payments/.github/workflows/release.yml@refs/heads/**',
      'workflow release.yml of repository payments of any owner on any branch',
    ],
    [
      actions,
      'https://github.com/acme/pay*/.github/workflows/*@refs/tags/*',
      'any workflow of any repository like pay* of owner acme on any tag (*)',
    ],
    [
      actions,
      `${workflows}/release.yml@refs/heads/release-*`,
      'workflow release.yml of acme/payments on branches that begin with release- (release-*)',
    ],
    [
      actions,
      `${workflows}/release.yml@refs/tags/v*-rc*`,
      'workflow release.yml of acme/payments on tags like v*-rc*',
    ],
    [
      'https://gitlab.com',
      'https://gitlab.com/acme/shop/payments//.gitlab-ci.yml@refs/tags/v1.0',
      'pipeline file .gitlab-ci.yml of acme/shop/payments on tag v1.0',
    ],
    [
      'https://accounts.google.com',
      'jane@acme.example',
      'whoever holds the address jane@acme.example',
    ],
    [
      'https://accounts.google.com',
      'release@acme-prod.iam.gserviceaccount.com',
      'service account release of Google Cloud project acme-prod',
    ],
  ])('recognises, at %s, %s', (issuer, subject, words) => {
    expect(said(issuer, subject).words).toBe(words);
  });

  it.each([
    // Two stars cross the borders between the fields, so that no field can be named.
    [
      'https://github.com/acme/**/.github/workflows/release.yml@refs/tags/v*',
      'whoever “https://github.com/acme/**/.github/workflows/release.yml@refs/tags/v*” fits',
    ],
    [`${workflows}/release.yml@refs/**/v*`, undefined],
    // Not a star's place: the site has to be GitHub's own.
    [
      'https://github.com.evil.example/acme/p/.github/workflows/r.yml@refs/tags/v1',
      'exactly “https://github.com.evil.example/acme/p/.github/workflows/r.yml@refs/tags/v1”',
    ],
    ['**', 'whoever “**” fits'],
    ['spiffe://*/ns', 'whoever “spiffe://*/ns” fits'],
    [`x${'/'.repeat(1_000)}`, undefined],
  ])('says %s as it stands', (subject, words) => {
    const { words: found, exact } = said(actions, subject);
    expect(found).toBe(
      words ??
        (subject.includes('*')
          ? `whoever “${subject}” fits`
          : `exactly “${subject}”`),
    );
    expect(exact).toContain(subject);
  });

  it('takes no star of a subject that is no pattern for one', () => {
    const subject = `${workflows}/release.yml@refs/tags/v*`;
    const exactly = said(actions, subject, true);
    expect(exactly.words).toBe(`exactly “${subject}”`);
    expect(exactly.stars).toEqual([]);
  });

  it('names the address of an issuer that is one of many, or unknown', () => {
    const subject = `${workflows}/release.yml@refs/tags/v*`;
    expect(said(`${actions}/acme-inc`, subject).issuer).toBe(
      `GitHub Actions of an enterprise with an issuer of its own (${actions}/acme-inc)`,
    );
    expect(said('https://id.acme.\u202eio', 'x').issuer).toBe(
      'https://id.acme.\\u{202e}io',
    );
  });

  it('says what claims ask for, and what stars stand for', () => {
    const signer: CertificateSigner = {
      authority: 'public-good',
      issuer: actions,
      subject: `${workflows}/release.yml@refs/**`,
      claims: {
        sourceRepository: 'https://github.com/acme/*',
        sourceRef: 'refs/heads/main',
        deploymentEnvironment: 'production',
        tokenSubject: 'x',
      },
    };
    const { conditions, stars } = signerInWords(signer);
    expect(conditions).toEqual([
      'only for the repository https://github.com/acme/*',
      'only from branch main',
      'only through the protected environment production',
      'only where the claim tokenSubject is “x”',
    ]);
    expect(stars).toEqual([
      '* stands for any text without “/”, also for none.',
      '** stands for any text, with “/” too, also for none.',
    ]);
  });

  it('names a key by the authority that holds it', () => {
    expect(signerInWords({ key: 'platform' })).toEqual({
      words: 'key “platform”',
      authority: 'platform',
      conditions: [],
      exact: 'platform',
      stars: [],
    });
  });

  const templates = knownIssuers.flatMap(({ templates: all }) => all);

  it.each(templates.map(template => [template.id, template] as const))(
    'says what the template %s makes, with all that was filled in',
    (_, template) => {
      const values = Object.fromEntries(
        template.fields.map(({ name, example }) => [name, example]),
      );
      const { signer } = fillTemplate(template, values);
      const found = recogniseSubject(signer!);
      expect(Object.keys(subjectPhrases)).toContain(found?.form);
      const { words, issuer, conditions } = signerInWords(signer!);
      const all = [words, issuer, ...conditions].join(' ');
      const told = template.fields.filter(
        ({ name }) => !['authority', 'ref', 'issuer'].includes(name),
      );
      for (const { example } of told) expect(all).toContain(example);
      expect(words).not.toMatch(/^(exactly|whoever “)/);
    },
  );
});
