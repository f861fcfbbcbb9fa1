import type { Requirement } from '../registry/requirement';
import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import { answerTo, asked, says } from '../testing/asked';
import { identity, issuer, proven } from '../testing/judgeInputs';
import { buildLevelOf } from './buildLevel';
import { judge } from './judge';

describe('S2.3 the level of a provenance', () => {
  const generator =
    'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/v2.1.0';
  const workflow = identity().subject;
  const hosted = { runnerEnvironment: 'github-hosted' };
  const provenance = (builder: string, change = {}) =>
    says(
      { role: 'provenance', builder },
      { signer: identity({ subject: builder, ...change }) },
    );

  it.each([
    ['the generator, signed by itself', provenance(generator), 3],
    [
      'a hosted workflow, signed by itself',
      provenance(workflow, { claims: hosted }),
      2,
    ],
    [
      'the hosted runner, signed by a workflow on it',
      provenance('https://github.com/actions/runner/github-hosted', {
        subject: workflow,
        claims: hosted,
      }),
      2,
    ],
    [
      'the generator, as a workflow of somebody says',
      provenance(generator, { subject: workflow }),
      undefined,
    ],
    [
      'the generator, as a hosted workflow of somebody says',
      provenance(generator, { subject: workflow, claims: hosted }),
      undefined,
    ],
    [
      'the generator, by another issuer',
      provenance(generator, { issuer: 'https://gitlab.com' }),
      undefined,
    ],
    [
      'the generator from a branch',
      provenance(generator.replace('refs/tags/v2.1.0', 'refs/heads/main')),
      undefined,
    ],
    [
      'another workflow beside the generator',
      provenance(generator.replace('generator_container', 'e2e')),
      undefined,
    ],
    ['a workflow on somebody’s own runner', provenance(workflow), undefined],
    [
      'no builder at all',
      says({ role: 'provenance' }, { signer: identity({ subject: '' }) }),
      undefined,
    ],
    [
      'a signature',
      proven({ signer: identity({ subject: generator }) }),
      undefined,
    ],
    [
      'a provenance that is not proven',
      {
        ...provenance(generator),
        outcome: {
          status: 'failed' as const,
          code: 'claims-disagree' as const,
          message: '',
        },
      },
      undefined,
    ],
  ])('%s: %#', (_, evidence, level) => {
    expect(buildLevelOf(evidence)).toBe(level);
  });

  const own: ReviewedBuilder = {
    builder: 'https://jenkins.acme.test/*',
    signer: { key: 'jenkins' },
    level: 3,
    because: 'The key never leaves the controller.',
  };
  const byKey = (authority: string, builder?: string) =>
    says(
      { role: 'provenance', builder },
      { authority, signer: { type: 'key' } },
    );

  it('takes what the company reviewed itself, by the key that it named', () => {
    const jenkins = 'https://jenkins.acme.test/1';
    expect(buildLevelOf(byKey('jenkins', jenkins), [own])).toBe(3);
    expect(buildLevelOf(byKey('jenkins', jenkins))).toBeUndefined();
    expect(buildLevelOf(byKey('other', jenkins), [own])).toBeUndefined();
    expect(buildLevelOf(byKey('jenkins', 'x'), [own])).toBeUndefined();
    expect(buildLevelOf(byKey('jenkins'), [own])).toBeUndefined();
  });

  it('a rule can ask for it, whatever the provenance says of itself', () => {
    const signers = [{ authority: 'acme', issuer, subject: '**' }];
    const atLeast = (minimumLevel: 1 | 2 | 3): Requirement[] => [
      { type: 'provenance', minimumLevel, signers },
    ];
    expect(answerTo(atLeast(3), [provenance(generator)])).toBe(
      'trusted accepted',
    );
    const hostedBuild = provenance(workflow, { claims: hosted });
    expect(answerTo(atLeast(2), [hostedBuild])).toBe('trusted accepted');
    const judged = judge(asked(atLeast(3), [hostedBuild]));
    expect(judged.reason).toMatchObject({
      code: 'condition-not-met',
      parameters: { message: 'it has SLSA build level 2, not 3' },
    });
    expect(answerTo(atLeast(1), [provenance(workflow)])).toBe(
      'untrusted condition-not-met',
    );
    // S4.1: the worse of two takes nothing from the better.
    expect(answerTo(atLeast(3), [hostedBuild, provenance(generator)])).toBe(
      'trusted accepted',
    );
  });

  it('S4.1 a rule can name builders, and a signature is no provenance', () => {
    const requirements: Requirement[] = [
      { type: 'provenance', builders: ['https://ci.acme.test/*'] },
    ];
    const builtBy = (builder: string) => says({ role: 'provenance', builder });
    expect(answerTo(requirements, [builtBy('https://ci.acme.test/1')])).toBe(
      'trusted accepted',
    );
    expect(answerTo(requirements, [builtBy('https://ci.evil.test/1')])).toBe(
      'untrusted condition-not-met',
    );
    expect(answerTo(requirements, [says({ role: 'provenance' })])).toBe(
      'untrusted condition-not-met',
    );
    const judged = judge(asked(requirements, [proven()]));
    expect(judged.reason).toMatchObject({
      code: 'attestation-missing',
      parameters: { wanted: 'a provenance', found: 'signature' },
    });
  });
});
