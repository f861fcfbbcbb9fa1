import type {
  AcceptanceRule,
  LintFinding,
} from '@countersign/backstage-plugin-provenance-common';
import { contentOfDraft, draftOf, isChanged, type Draft } from './draft';
import { draftReducer, type DraftAction } from './draftReducer';
import { textOf } from './fields';

const rule = (name: string, more: Partial<AcceptanceRule> = {}) => ({
  ...{ name, references: [`ghcr.io/acme/${name}`] },
  ...{ mode: 'observe' as const, signers: [{ key: 'platform-key' }] },
  ...more,
});
const [one, two, three] = [rule('one'), rule('two'), rule('three')];

/** As a later release has it. */
const later = { novelties: [{ name: 'k', deep: ['AAAA'] }] };
const content = {
  rules: [one, two, three],
  builders: [
    { signer: { key: 'platform-key' }, level: 2 as const, because: 'why' },
  ],
  ...later,
};

const apply = (draft: Draft, ...actions: DraftAction[]) =>
  actions.reduce(draftReducer, draft);
const names = (draft: Draft) =>
  draft.rules.map(({ fields }) => textOf(fields.name));
const start = () => draftOf({ title: 'T', reason: 'R', content });

const warning = (path: string): LintFinding => ({
  ...{ code: 'any-branch', severity: 'warning', path, value: 'x' },
  ...{ sentence: 'It accepts every branch.', fix: 'Name the branch.' },
});

describe('a draft', () => {
  it('carries what no form knows along untouched, and says builders as configuration does', () => {
    const changed = apply(start(), {
      type: 'changeRule',
      id: 0,
      fields: { ...one, owner: 'group:default/a', novelty: { deep: [1] } },
    });
    expect(contentOfDraft(changed)).toEqual({
      rules: [
        { ...one, owner: 'group:default/a', novelty: { deep: [1] } },
        two,
        three,
      ],
      builders: [{ key: 'platform-key', level: 2, because: 'why' }],
      ...later,
    });
  });

  it('keeps a rule open under its id while it is named, moved and copied', () => {
    const draft = apply(
      start(),
      { type: 'open', id: 1 },
      { type: 'changeRule', id: 1, fields: { ...two, name: 'zwei' } },
      { type: 'moveRule', id: 1, by: -1 },
    );
    expect(names(draft)).toEqual(['zwei', 'one', 'three']);
    expect(draft.open).toBe(1);
    const copied = apply(
      draft,
      { type: 'duplicateRule', id: 1 },
      { type: 'duplicateRule', id: 1 },
    );
    expect(names(copied)).toEqual([
      ...['zwei', 'zwei-copy-2', 'zwei-copy'],
      ...['one', 'three'],
    ]);
    expect(copied.rules[1].id).toBe(copied.open);
  });

  it('moves no rule beyond the ends', () => {
    const draft = start();
    expect(names(apply(draft, { type: 'moveRule', id: 0, by: -1 }))).toEqual(
      names(draft),
    );
    expect(names(apply(draft, { type: 'moveRule', id: 2, by: 1 }))).toEqual(
      names(draft),
    );
  });

  it('puts a rule back where it was', () => {
    const draft = apply(
      start(),
      { type: 'removeRule', id: 1 },
      { type: 'restoreRule', fields: { ...two }, index: 1 },
    );
    expect(names(draft)).toEqual(['one', 'two', 'three']);
    expect(isChanged(draft)).toBe(false);
  });

  it('has nothing to save until something is said, and nothing any more once it is said back', () => {
    const draft = start();
    expect(isChanged(draft)).toBe(false);
    const said = apply(draft, { type: 'say', title: 'Other' });
    expect(isChanged(said)).toBe(true);
    expect(isChanged(apply(said, { type: 'say', title: 'T' }))).toBe(false);
  });

  it('leaves a list without rules to the reader who asks for none', () => {
    const empty = draftOf({ content: { rules: [] } });
    expect(contentOfDraft(empty)).toEqual({ rules: [] });
    expect(apply(empty, { type: 'show', view: 'yaml' }).yaml).toBe('');
  });
});

describe('answers to warnings', () => {
  it('go where their rule goes, and away with it', () => {
    const path = 'initial[1].signers[0].subject';
    const answered = apply(start(), {
      ...{ type: 'answer', finding: warning(path), because: 'Only I can.' },
    });
    expect(answered.answers).toEqual([
      { code: 'any-branch', path, value: 'x', because: 'Only I can.' },
    ]);
    const moved = apply(answered, { type: 'moveRule', id: 1, by: -1 });
    expect(moved.answers[0].path).toBe('initial[0].signers[0].subject');
    expect(apply(moved, { type: 'removeRule', id: 2 }).answers[0].path).toBe(
      'initial[0].signers[0].subject',
    );
    expect(apply(moved, { type: 'removeRule', id: 1 }).answers).toEqual([]);
  });

  it('are one for each finding, and none once it is emptied', () => {
    const finding = warning('initial[0].signers[0].subject');
    const twice = apply(
      start(),
      { type: 'answer', finding, because: 'a' },
      { type: 'answer', finding, because: 'ab' },
    );
    expect(twice.answers.map(({ because }) => because)).toEqual(['ab']);
    expect(
      apply(twice, { type: 'answer', finding, because: '' }).answers,
    ).toEqual([]);
  });
});

describe('the two views', () => {
  it('say the same', () => {
    const yaml = apply(start(), { type: 'show', view: 'yaml' });
    expect(yaml.yaml).toContain('- name: two');
    const back = apply(
      yaml,
      { type: 'typeYaml', text: yaml.yaml.replace('name: two', 'name: zwei') },
      { type: 'show', view: 'form' },
    );
    expect(back.view).toBe('form');
    expect(names(back)).toEqual(['one', 'zwei', 'three']);
    expect(contentOfDraft(back)).toMatchObject(later);
  });

  it('keeps what cannot be read where it was typed, and shows no form of it', () => {
    const broken = '# mine\ninitial:\n  - name: [\n';
    const draft = apply(
      start(),
      { type: 'show', view: 'yaml' },
      { type: 'typeYaml', text: broken },
      { type: 'show', view: 'form' },
    );
    expect(draft.view).toBe('yaml');
    expect(draft.yaml).toBe(broken);
    expect(draft.yamlProblem).toMatch(/^line \d+: it is no YAML/);
    expect(names(draft)).toEqual(['one', 'two', 'three']);
    expect(isChanged(draft)).toBe(true);
  });

  it.each([
    ['just a text', 'It is no list of rules.'],
    ['initial: 5', 'What stands under "initial" is no list of entries.'],
    ['initial: [5]', 'What stands under "initial" is no list of entries.'],
  ])('shows no form of %p', (text, problem) => {
    const draft = apply(start(), { type: 'typeYaml', text });
    expect(draft.yamlProblem).toBe(problem);
  });

  it('keeps comments while the form changes nothing', () => {
    const yaml = apply(start(), { type: 'show', view: 'yaml' });
    const commented = `# asked for by audit\n${yaml.yaml}`;
    const there = apply(
      yaml,
      { type: 'typeYaml', text: commented },
      { type: 'show', view: 'form' },
    );
    expect(apply(there, { type: 'show', view: 'yaml' }).yaml).toBe(commented);
    const changed = apply(
      there,
      { type: 'removeRule', id: 0 },
      { type: 'show', view: 'yaml' },
    );
    expect(changed.yaml).not.toContain('name: one');
  });

  it('holds a rule open that the YAML names as before', () => {
    const draft = apply(start(), { type: 'open', id: 2 });
    const typed = apply(draft, {
      type: 'typeYaml',
      text: 'initial:\n  - name: three\n  - name: new\n',
    });
    expect(typed.rules.map(({ id }) => id)).toEqual([2, 3]);
    expect(typed.open).toBe(2);
  });
});
