import {
  contentDiff,
  type AcceptanceRule,
  type RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { hostileRule, releaseRule } from '../__testUtils__/acceptance';
import { changesInWords, diffWords } from './changes';
import { conflictWords } from './conflicts';

const content = (...rules: AcceptanceRule[]): RegistryContent => ({ rules });
const fieldsOf = (after: Partial<AcceptanceRule>) => {
  const diff = contentDiff(
    content(releaseRule),
    content({ ...releaseRule, ...after }),
  );
  return changesInWords(diff).flatMap(({ fields }) => fields);
};

describe('a change of a rule in words', () => {
  it.each([
    [
      { environments: ['prod', 'staging'] },
      { label: 'Environments', was: [{ words: 'dev' }], will: [] },
    ],
    [
      { environments: undefined },
      {
        label: 'Environments',
        was: [{ words: 'prod' }, { words: 'staging' }, { words: 'dev' }],
        will: [{ words: 'every environment' }],
      },
    ],
    [
      { requirements: undefined },
      {
        label: 'What it asks for',
        will: [{ words: 'one signature or provenance' }],
      },
    ],
    [
      { references: ['ghcr.io/acme/**', 'ghcr.io/**'] },
      {
        label: 'What may be signed',
        will: [{ words: 'everything below ghcr.io/', exact: 'ghcr.io/**' }],
      },
    ],
    [
      { modes: { prod: 'observe' } },
      {
        was: [{ words: 'in prod enforced, in dev off' }],
        will: [{ words: 'in prod observed' }],
      },
    ],
    [
      { entities: [{ kind: ['component'], labels: { tier: ['1'] } }] },
      {
        was: [{ words: 'every entity' }],
        will: [{ words: 'kind “component” and label tier “1”' }],
      },
    ],
    [
      { rationale: 'a\u202eb' },
      { label: 'Rationale', will: [{ words: 'a\\u{202e}b' }] },
    ],
  ] as [Partial<AcceptanceRule>, object][])('of %p', (after, words) => {
    expect(fieldsOf(after)).toMatchObject([words]);
  });

  it('tells a signer with a star from one in which a star is a star', () => {
    const [first, ...rest] = releaseRule.signers;
    const [field] = fieldsOf({
      signers: [{ ...first, isExact: true } as typeof first, ...rest],
    });
    expect(field.will[0].words).not.toBe(field.was[0].words);
    expect(field.will[0].words).toMatch(/a star in it is a star$/);
  });

  it('says a field that is newer than this page as it is', () => {
    expect(
      fieldsOf({ later: { a: 1 } } as Partial<AcceptanceRule>),
    ).toMatchObject([{ label: 'later', will: [{ words: '{"a":1}' }] }]);
  });

  it('says all of what is added, and hides nothing of it', () => {
    const [change] = changesInWords(
      contentDiff(content(), content(hostileRule)),
    );
    expect(change).toMatchObject({
      ...{ change: 'added', what: 'rule', name: 'base\\u{202e}images' },
      yaml: { before: '' },
    });
    expect(change.says.join()).toContain('<img src=x onerror=alert(1)>');
    expect(JSON.stringify(change)).not.toMatch(/[\u202a-\u202e]/);
  });
});

describe('a change of whose repository is whose own', () => {
  const binding = {
    entity: 'component:default/payments',
    repository: 'https://github.com/acme/payments',
    repositoryId: '1',
  };

  it('says what is bound, before and after', () => {
    const bound = (repositoryId: string) => ({
      rules: [],
      bindings: [{ ...binding, repositoryId }],
    });
    const diff = contentDiff(bound('1'), bound('2'));
    expect(diffWords(diff)).toBe('1 binding changed.');
    const [{ fields, yaml }] = changesInWords(diff);
    expect(fields[0].was[0].words).toContain('with the id 1');
    expect(fields[0].will[0].words).toContain('with the id 2');
    expect(yaml.after).toContain('repositoryId: "2"');
  });
});

describe('how much changes', () => {
  it('is counted by what it is', () => {
    const before = { ...content(releaseRule), distrust: [] };
    const distrust = [
      { key: 'a', reason: 'lost' },
      { key: 'b', reason: 'lost' },
    ];
    expect(
      diffWords(contentDiff(before, { ...content(hostileRule), distrust })),
    ).toBe('1 rule added, 2 distrust entries added, 1 rule removed.');
    const turned = contentDiff(
      content(releaseRule, hostileRule),
      content(hostileRule, releaseRule),
    );
    expect(diffWords(turned)).toBe('Rules in another order.');
    expect(diffWords(contentDiff(before, before))).toBe('It changes nothing.');
  });
});

describe('a conflict', () => {
  it('says what became of it on either side', () => {
    expect(
      conflictWords({
        ...{ of: 'rules', base: [hostileRule] },
        ...{ proposed: [], inForce: [hostileRule] },
      }),
    ).toBe(
      'Rule base\\u{202e}images: what is in force changed it, and this proposal removed it.',
    );
    const entry = { key: 'a', reason: 'lost' };
    expect(
      conflictWords({
        ...{ of: 'distrust', base: [], proposed: [entry] },
        inForce: [{ ...entry, reason: 'stolen' }],
      }),
    ).toMatch(
      /^Distrust entry “Nothing signed by key “a” counts\.”: .* added it/,
    );
    expect(conflictWords({ of: 'order' })).toMatch(/^The order of the rules/);
  });
});
