import type { EntityWords } from '../records/entityWords';
import { artifactKinds, type ArtifactKind } from '../records/usage';
import { decisions } from '../records/verdict';
import type { AcceptanceRule, RuleSigner } from '../registry/rule';
import {
  collection,
  digest,
  identity,
  input,
  proven,
  releaseRule,
} from '../testing/judgeInputs';
import { judge } from './judge';
import { verdictStrength } from './strength';

/** A team's own branch builds are accepted in dev, of charts, and for experiments; what runs is for none of them. */
const [release] = releaseRule.signers;
const anyBranch: RuleSigner = {
  ...release,
  subject:
    'https://github.com/acme/*/.github/workflows/release.yml@refs/heads/*',
} as RuleSigner;
const rule = (
  name: string,
  change: Partial<AcceptanceRule>,
): AcceptanceRule => ({
  ...releaseRule,
  environments: undefined,
  name,
  ...change,
});
const rules = [
  rule('in-production', { environments: ['prod'] }),
  rule('in-dev', { environments: ['dev'], signers: [anyBranch] }),
  rule('images', { kinds: ['container-image'], environments: ['prod', 'dev'] }),
  rule('charts', { kinds: ['helm-chart'], signers: [anyBranch] }),
  rule('experiments', {
    entities: [{ lifecycle: ['experimental'] }],
    signers: [anyBranch],
  }),
];

interface Label {
  environment?: string;
  kind?: ArtifactKind;
  words?: EntityWords;
}

const honest: Label = {
  environment: 'prod',
  kind: 'container-image',
  words: { lifecycle: 'production' },
};

/** A branch build of an image that observers saw in production, under what its entity says of it. */
function judged({ environment, kind, words }: Label) {
  const material = digest('b');
  const { usage } = input();
  return judge(
    input({
      usage: {
        ...usage,
        environment,
        kind: kind ?? 'container-image',
        ...(kind === undefined && { isKindAssumed: true as const }),
      },
      ...(words && { entity: words }),
      collections: [{ ...collection([material]), kinds: ['container-image'] }],
      evidence: [
        proven({
          material,
          signer: identity({
            subject:
              'https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/hotfix-2',
          }),
        }),
      ],
      registry: { version: 1, rules },
    }),
  );
}

const environments = ['prod', undefined, '', 'Prod', 'prdo', 'constructor'];
const kinds = [undefined, ...artifactKinds];
const words: (EntityWords | undefined)[] = [
  undefined,
  {},
  { lifecycle: 'production' },
  { lifecycle: 'experimental' },
  { lifecycle: 'x', labels: { lifecycle: 'experimental' } },
];

describe('S3.1 a team cannot pick its weakest rule', () => {
  const { verdict, decision } = judged(honest);

  it('is refused as it is', () => {
    expect({ verdict, decision }).toEqual({
      ...{ verdict: 'untrusted', decision: 'deny' },
    });
  });

  describe.each(environments)('in the environment %p', environment => {
    describe.each(kinds)('called %p', kind => {
      it.each(words)('by an entity of %j', said => {
        const found = judged({ environment, kind, words: said });
        expect(verdictStrength.indexOf(found.verdict)).toBeGreaterThanOrEqual(
          verdictStrength.indexOf(verdict),
        );
        expect(decisions.indexOf(found.decision)).toBeGreaterThanOrEqual(
          decisions.indexOf(decision),
        );
      });
    });
  });
});
