import fc from 'fast-check';
import { rulesFor } from '../judge/activeRules';
import { modes, type AcceptanceRule } from '../registry/rule';
import { anyRegistry, anyRule } from '../__testUtils__/anyRegistry';
import { input } from '../testing/judgeInputs';
import { bindingInWords } from './bindingInWords';
import { builderInWords } from './builderInWords';
import { distrustInWords } from './distrustInWords';
import { governedKeyInWords } from './governedKeyInWords';
import { ruleInWords } from './ruleInWords';

const actions = 'https://token.actions.githubusercontent.com';
const release = {
  authority: 'public-good',
  issuer: actions,
  subject:
    'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
};

const rule: AcceptanceRule = {
  name: 'acme-release',
  references: ['ghcr.io/acme/**'],
  environments: ['prod'],
  mode: 'enforce',
  signers: [release],
};

const sentence = (change: Partial<AcceptanceRule>) =>
  ruleInWords({ ...rule, ...change }).sentence;

describe('ruleInWords', () => {
  it('says who may sign what, where, and what happens else', () => {
    expect(ruleInWords(rule)).toEqual({
      sentence:
        'Workflow release.yml of any repository of owner acme on version tags (v*) at GitHub Actions may sign everything below ghcr.io/acme/; in prod: enforced.',
      who: [
        {
          words:
            'workflow release.yml of any repository of owner acme on version tags (v*)',
          issuer: 'GitHub Actions',
          authority: 'public-good',
          conditions: [],
          exact: `${actions} · ${release.subject}`,
          stars: ['* stands for any text without “/”, also for none.'],
        },
      ],
      what: ['everything below ghcr.io/acme/'],
      only: [],
      where: 'in prod',
      modes: [
        {
          environment: 'prod',
          where: 'in prod',
          mode: 'enforce',
          isPartial: false,
          words: 'enforced',
        },
      ],
      conditions: ['One signature or provenance.'],
    });
  });

  it('says of what kinds and entities alone it speaks', () => {
    const said = ruleInWords({
      ...rule,
      kinds: ['container-image', 'helm-chart'],
      entities: [
        { kind: ['component'], type: ['service', 'website'] },
        { labels: { 'acme.io/pci': ['yes\u202e'] } },
      ],
    });
    expect(said.only).toEqual([
      'Only for what its bytes may be: container image or helm chart.',
      'Only for entities with kind “component” and type “service” or “website” or label acme.io/pci “yes\\u{202e}”, beside the rules for all entities.',
    ]);
    expect(said.sentence).toBe(`${sentence({})} ${said.only.join(' ')}`);
  });

  it.each<[string, Partial<AcceptanceRule>, string]>([
    [
      'conditions on the certificate',
      {
        signers: [
          { ...release, claims: { runnerEnvironment: 'github-hosted' } },
        ],
      },
      'at GitHub Actions, only on machines of the kind github-hosted, may sign',
    ],
    [
      'alternatives',
      { signers: [release, { key: 'platform' }] },
      'at GitHub Actions or key “platform” may sign',
    ],
    [
      'no more than three',
      { signers: ['a', 'b', 'c', 'd', 'e'].map(key => ({ key })) },
      'Key “a”, key “b”, key “c” or one of 2 more may sign',
    ],
    [
      'modes by environment',
      { environments: ['prod', 'staging', 'dev'], modes: { dev: 'off' } },
      '; in prod and staging: enforced; in dev: off.',
    ],
    [
      'no environment at all',
      { environments: undefined, mode: 'observe' },
      '; everywhere: observed.',
    ],
    [
      'the rest of the environments',
      { environments: undefined, mode: 'observe', modes: { prod: 'enforce' } },
      '; in prod: enforced; everywhere else: observed.',
    ],
    [
      'requirements that do less',
      { requirements: [{ type: 'signature' }, { type: 'sbom', mode: 'off' }] },
      '; in prod: enforced, in part only off.',
    ],
    ['nobody', { signers: [] }, 'Nobody may sign everything below'],
    [
      'a stranger’s characters',
      { references: ['ghcr.io/\u202eacme'], environments: ['\u202eprod'] },
      'may sign ghcr.io/\\u{202e}acme; in \\u{202e}prod: enforced.',
    ],
  ])('says %s', (_, change, words) => {
    expect(sentence(change)).toContain(words);
  });

  it('says something of every valid rule, and nothing of the machine', () => {
    fc.assert(
      fc.property(anyRule, one => {
        const { who, modes: where, ...words } = ruleInWords(one);
        const said = [
          ...Object.values(words).flat(),
          ...who.flatMap(signer => Object.values(signer).flat()),
          ...where.flatMap(mode => [mode.where, mode.words]),
        ];
        expect(who).toHaveLength(one.signers.length);
        expect(words.conditions).not.toHaveLength(0);
        expect(unreadable(said)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('S4.6, S4.7 says the mode that the judge goes by', () => {
    fc.assert(
      fc.property(anyRule, one => {
        const declared = ['dev', 'staging', 'prod', 'constructor'];
        const said = ruleInWords(one).modes;
        for (const environment of one.environments ?? declared) {
          if (!declared.includes(environment)) continue;
          const { active } = rulesFor({
            collections: [],
            registry: {
              version: 1,
              rules: [{ ...one, references: ['**'] }],
            },
            usage: { ...input().usage, environment },
            settings: {
              environments: declared,
              intervalMs: 1,
              maximumAgeMs: 1,
            },
          });
          const judged = active.flatMap(({ parts }) =>
            parts.map(({ mode }) => mode),
          );
          const strictest =
            [...modes].reverse().find(mode => judged.includes(mode)) ?? 'off';
          const shown =
            said.find(mode => mode.environment === environment) ??
            said.find(mode => mode.environment === undefined);
          expect(shown?.mode).toBe(strictest);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('distrust, builders and bindings', () => {
  it('says something of every valid entry, and nothing of the machine', () => {
    fc.assert(
      fc.property(anyRegistry, ({ distrust = [], ...rest }) => {
        const { builders = [], bindings = [], keys = [] } = rest;
        const said = [
          ...distrust.map(distrustInWords),
          ...builders.map(builderInWords),
          ...bindings.map(bindingInWords),
          ...keys.map(governedKeyInWords),
        ].flatMap(entry => Object.values(entry).flat());
        expect(unreadable(said)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

/** What is empty, speaks of the machine, or holds what draws nothing or moves its neighbours. */
function unreadable(said: string[]): string[] {
  return said.filter(
    text =>
      text.trim() === '' ||
      /undefined|\[object|null|[\p{Cc}\p{Cf}\p{Cs}]/u.test(text),
  );
}
