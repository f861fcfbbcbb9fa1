import fc from 'fast-check';
import { compilePattern } from '../../pattern';
import { lint } from '../lint';
import { fillTemplate } from './fillTemplate';
import { knownIssuers, recogniseIssuer } from './knownIssuers';
import type { SignerTemplate } from './SignerTemplate';

const templates = knownIssuers.flatMap(issuer =>
  issuer.templates.map(template => ({ id: template.id, template, issuer })),
);
const templateOf = (id: string): SignerTemplate =>
  templates.find(one => one.id === id)!.template;
const examples = ({ fields }: SignerTemplate) =>
  Object.fromEntries(fields.map(({ name, example }) => [name, example]));

const errorsOf = (signer: unknown) =>
  lint({
    initial: [{ name: 'r', references: ['a/**'], signers: [signer] }],
  }).filter(({ severity }) => severity === 'error');

describe('fillTemplate', () => {
  it('makes a signer of organisation, repository, workflow and refs', () => {
    expect(
      fillTemplate(templateOf('github-workflow'), {
        authority: 'public-good',
        organisation: 'acme',
        repository: 'payments',
        workflow: 'release.yml',
        ref: 'refs/tags/v*',
      }),
    ).toEqual({
      signer: {
        authority: 'public-good',
        issuer: 'https://token.actions.githubusercontent.com',
        subject:
          'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v*',
        claims: {
          runnerEnvironment: 'github-hosted',
          sourceRepository: 'https://github.com/acme/payments',
        },
      },
    });
  });

  it.each(templates)('S2.1 $id is safe with its examples', one => {
    const { template, issuer } = one;
    const { signer, problems } = fillTemplate(template, examples(template));
    expect(problems).toBeUndefined();
    expect(errorsOf(signer)).toEqual([]);
    // An issuer without an address of its own is recognised by nobody.
    expect(recogniseIssuer(signer!.issuer)?.id).toBe(
      issuer.issuers.length > 0 ? issuer.id : undefined,
    );
    // Nothing is left to be filled in.
    expect(JSON.stringify(signer)).not.toMatch(/\{\w+\}/);
  });

  it.each(
    templates.filter(({ issuer, template }) => {
      const form = template.subject.replace(/\{\w+\}/g, '*');
      return issuer.example.startsWith('https:') && form.startsWith('https:');
    }),
  )('$id has the form of subjects in certificates', ({ template, issuer }) => {
    const form = template.subject.replace(/^https:\/\/\{\w+\}/, 'https://*');
    // A ref, a group and a file have slashes of their own.
    const wide = form
      .replace(/\{(?:ref|group|file)\}/g, '**')
      .replace(/\{\w+\}/g, '*');
    expect(compilePattern(wide).matches(issuer.example)).toBe(true);
  });

  it.each([
    ['organisation', '*', 'is not letters, digits'],
    ['organisation', 'acme*', 'is not letters, digits'],
    ['organisation', 'acme/evil', 'is not letters'],
    ['organisation', 'acme\n', 'is not letters'],
    ['organisation', 'аcme', 'is not letters'],
    ['organisation', undefined, 'is missing'],
    ['organisation', '', 'is missing'],
    ['repository', '**', 'is not the name of one repository'],
    ['repository', '..', 'is not the name'],
    ['repository', 'a@refs', 'is not the name'],
    ['workflow', '*.yml', 'is not the name of a file'],
    ['workflow', '../x.yml', 'is not the name'],
    ['workflow', 'release', 'is not the name'],
    ['workflow', 'a.yml@refs/heads/x#.yml', 'is not the name'],
    ['ref', '**', 'is not refs/tags/'],
    ['ref', 'refs/**', 'is not refs/tags/'],
    ['ref', 'refs/heads/*', 'is not refs/tags/'],
    ['ref', 'refs/heads/**', 'is not refs/tags/'],
    ['ref', 'refs/tags/**', 'is not refs/tags/'],
    ['ref', 'refs/tags/', 'is not refs/tags/'],
    ['ref', 'refs/*/main', 'is not refs/tags/'],
    ['ref', 'refs/pull/*/merge', 'is not refs/tags/'],
    ['ref', 'refs/heads/gh-readonly-queue/main/*', 'is not refs/tags/'],
    ['ref', 'main', 'is not refs/tags/'],
    ['authority', '*', 'is not the name of a configured authority'],
    ['authority', 'a b', 'is not the name'],
    ['organisation', 'a'.repeat(256), 'is not letters'],
    ['organization', 'acme', 'is no field of this template'],
    ['__proto__', 'x', 'is no field of this template'],
  ])('refuses %s: %.40j', (field, value, problem) => {
    const template = templateOf('github-workflow');
    const filled = fillTemplate(template, {
      ...examples(template),
      [field]: value,
    });
    expect(filled.signer).toBeUndefined();
    expect(filled.problems).toEqual([
      { field, problem: expect.stringContaining(problem) },
    ]);
  });

  it.each(['refs/tags/*', 'refs/heads/main', 'refs/heads/release/*'])(
    'takes %s',
    ref => {
      const template = templateOf('github-workflow');
      const values = { ...examples(template), ref };
      expect(fillTemplate(template, values).signer?.subject).toContain(
        `@${ref}`,
      );
    },
  );

  it('binds the owner where any of its repositories may sign', () => {
    const template = templateOf('github-organisation');
    const { signer } = fillTemplate(template, examples(template));
    expect(signer?.claims).toHaveProperty('owner', 'https://github.com/acme');
  });

  it('shows what was typed with what is invisible written out', () => {
    const template = templateOf('github-workflow');
    const { problems } = fillTemplate(template, {
      ...examples(template),
      organisation: 'acme\u202e',
    });
    expect(problems?.[0].problem).toContain('"acme\\u{202e}"');
  });

  it('S2.2 never lets through what the linter would block', () => {
    const nasty = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc
        .array(
          fc.constantFrom(
            ...['*', '**', '/', '@', 'refs/', 'heads/', 'tags/', 'pull/'],
            ...['acme', '.', '..', '-', 'v1', '.yml', '#', '?', '%2f', ':'],
          ),
          { maxLength: 6 },
        )
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...templates),
        fc.nat(),
        nasty,
        ({ template }, index, value) => {
          const field = template.fields[index % template.fields.length].name;
          const values = { ...examples(template), [field]: value };
          const { signer } = fillTemplate(template, values);
          expect(signer ? errorsOf(signer) : []).toEqual([]);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
