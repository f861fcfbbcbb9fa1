import { blocksReview } from '@countersign/backstage-plugin-provenance-common';
import { draftOf } from './draft';
import { findingsAt, findingsOf, withAnswers } from './findings';
import { labelLines, labelsOf } from './labels';
import { markedRules } from './marks';
import { readDraft, readRuleFields } from './read';
import { unshowableInEntry, unshowableInRule } from './shape';

const fields = { name: 'a', references: ['x/**'], signers: [{ key: 'k' }] };

describe('markedRules', () => {
  it('tells what is new, changed, as it was and gone, by the name', () => {
    const base = { initial: [fields, { ...fields, name: 'b' }] };
    const rules = [
      { id: 0, fields: { ...fields, mode: 'off' } },
      { id: 1, fields: { ...fields, name: 'c' } },
    ];
    const marked = markedRules(rules, base);
    expect(marked.rules.map(({ mark }) => mark)).toEqual(['changed', 'added']);
    expect(marked.rules[0].before).toEqual(fields);
    expect(marked.removed).toEqual([
      { fields: { ...fields, name: 'b' }, index: 1 },
    ]);
  });

  it('marks nothing where nobody kept what it changes', () => {
    const marked = markedRules([{ id: 0, fields }], undefined);
    expect(marked.rules[0].mark).toBe('same');
    expect(marked.removed).toEqual([]);
  });
});

describe('unshowable', () => {
  it.each([
    [{ references: 'ghcr.io/**' }, 'references'],
    [{ signers: [{ authority: 5 }] }, 'signers'],
    [
      { requirements: [{ type: 'scan', maximum: { high: 'x' } }] },
      'requirements',
    ],
    [{ entities: [{ labels: ['a'] }] }, 'entities'],
    [{ modes: ['off'] }, 'modes'],
  ])('%j is not shown in a form that would lose it', (wrong, name) =>
    expect(unshowableInRule({ ...fields, ...wrong })).toBe(name),
  );

  it('lets what it does not know of be', () => {
    expect(unshowableInRule({ ...fields, novelty: [5] })).toBeUndefined();
    expect(unshowableInEntry({ novelty: [5], reason: 'x' })).toBeUndefined();
    expect(unshowableInEntry({ reason: 5 })).toBe('reason');
  });
});

describe('findings', () => {
  const draft = draftOf({
    content: {
      rules: [
        {
          ...{ name: 'a', references: ['ghcr.io/acme/a'], mode: 'observe' },
          environments: ['qa'],
          signers: [{ key: 'k' }],
        },
      ],
    },
  });

  it('are told with their line, and answered by exactly what they are about', () => {
    const findings = findingsOf(draft, undefined, ['prod']);
    expect(findings).toMatchObject([
      { code: 'environment-not-declared', path: 'initial[0].environments[0]' },
    ]);
    const { code, path, value } = findings[0];
    const answer = { code, path, value, because: 'It comes next week.' };
    expect(findings.filter(blocksReview)).toHaveLength(1);
    expect(withAnswers(findings, [answer]).filter(blocksReview)).toEqual([]);
    for (const other of [
      { ...answer, value: 'qb' },
      { ...answer, path: 'initial[1].environments[0]' },
      { ...answer, because: '  ' },
    ])
      expect(withAnswers(findings, [other]).filter(blocksReview)).toHaveLength(
        1,
      );
  });

  it('of errors only those may stay that somebody may waive', () => {
    const signed = (subject: string) =>
      draftOf({
        content: {
          rules: [
            {
              ...{ name: 'a', references: ['ghcr.io/acme/a'], mode: 'observe' },
              signers: [
                {
                  ...{ authority: 'a', subject },
                  issuer: 'https://token.actions.githubusercontent.com',
                },
              ],
            },
          ],
        },
      });
    const answered = (subject: string) => {
      const found = findingsOf(signed(subject), undefined, undefined);
      const answers = found.map(({ code, path, value }) => ({
        ...{ code, path, value, because: 'It is a sandbox.' },
      }));
      return withAnswers(found, answers);
    };
    const waived = answered('https://github.com/acme/**@refs/tags/v*');
    expect(waived).toContainEqual(
      expect.objectContaining({ code: 'whole-owner', severity: 'warning' }),
    );
    expect(waived.filter(blocksReview)).toEqual([]);
    expect(
      answered('https://github.com/acme/a/.github/workflows/x.yml@refs/pull/**')
        .filter(blocksReview)
        .map(({ code }) => code),
    ).toEqual(['pull-request-ref']);
  });

  it('say nothing about names where none are declared', () => {
    expect(findingsOf(draft, undefined, undefined)).toEqual([]);
  });

  it('belong to a field and to what it is in, and not to its neighbours', () => {
    const all = [{ path: 'initial[1].name' }, { path: 'initial[10].name' }];
    expect(findingsAt(all, 'initial[1]')).toEqual([all[0]]);
    expect(findingsAt(all, 'initial[1].nam')).toEqual([]);
  });
});

describe('reading what is written', () => {
  it('is as strict as the backend, and says where', () => {
    expect(readRuleFields({ ...fields, singers: [] }).problem).toBe(
      'singers: unknown key; did you mean "signers"?',
    );
    expect(readRuleFields({}).problem).toBe('name: is missing');
    expect(readRuleFields(fields).value).toMatchObject({ mode: 'observe' });
  });

  it('reads the whole as a version has it', () => {
    const draft = draftOf({ content: { rules: [] } });
    expect(readDraft(draft).value).toEqual({ rules: [] });
    expect(
      readDraft({ ...draft, rules: [{ id: 0, fields: {} }] }).problem,
    ).toBe('initial[0].name: is missing');
  });
});

describe('labels', () => {
  it('are written a line each, and read back', () => {
    const labels = { tier: ['1', '2'], 'a/b': ['x=y'] };
    expect(labelLines(labels)).toEqual(['tier=1', 'tier=2', 'a/b=x=y']);
    expect(labelsOf(labelLines(labels))).toEqual(labels);
    expect(labelsOf([])).toBeUndefined();
  });
});
