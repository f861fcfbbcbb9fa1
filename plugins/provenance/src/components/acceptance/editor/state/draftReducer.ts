import {
  canonicalJson,
  readRegistryFile,
  visibleText,
  YamlError,
  type LintFinding,
} from '@countersign/backstage-plugin-provenance-common';
import { followed, withAnswer } from './answers';
import {
  contentOf,
  listOfDraft,
  listProblem,
  yamlOf,
  type Draft,
  type Item,
  type View,
} from './draft';
import { isFields, textOf, type Fields } from './fields';

export type DraftAction =
  | { type: 'say'; title?: string; reason?: string }
  | { type: 'typeYaml'; text: string }
  | { type: 'show'; view: View }
  | { type: 'open'; id?: number }
  | { type: 'addRule'; fields: Fields }
  | { type: 'changeRule'; id: number; fields: Fields }
  | { type: 'removeRule'; id: number }
  /** Puts a rule of the base back, where it was. */
  | { type: 'restoreRule'; fields: Fields; index: number }
  | { type: 'moveRule'; id: number; by: -1 | 1 }
  | { type: 'duplicateRule'; id: number }
  | { type: 'addEntry'; fields: Fields }
  | { type: 'changeEntry'; id: number; fields: Fields }
  | { type: 'removeEntry'; id: number }
  | { type: 'answer'; finding: LintFinding; because: string }
  | { type: 'saved'; as: string };

export function draftReducer(draft: Draft, action: DraftAction): Draft {
  const next = reduced(draft, action);
  const answers = followed(next.answers, draft.rules, next.rules);
  return { ...next, answers };
}

function reduced(draft: Draft, action: DraftAction): Draft {
  const { rules, distrust, nextId } = draft;
  switch (action.type) {
    case 'say': {
      const { title = draft.title, reason = draft.reason } = action;
      return { ...draft, title, reason };
    }
    case 'typeYaml':
      return typed(draft, action.text);
    case 'show':
      return shown(draft, action.view);
    case 'open':
      return { ...draft, open: action.id };
    case 'addRule':
      return inserted(draft, rules.length, action.fields);
    case 'changeRule':
      return { ...draft, rules: changed(rules, action.id, action.fields) };
    case 'removeRule':
      return { ...draft, rules: rules.filter(({ id }) => id !== action.id) };
    case 'restoreRule':
      return inserted(draft, action.index, action.fields);
    case 'moveRule':
      return { ...draft, rules: moved(rules, action.id, action.by) };
    case 'duplicateRule':
      return duplicated(draft, action.id);
    case 'addEntry':
      return {
        ...draft,
        distrust: [...distrust, { id: nextId, fields: action.fields }],
        nextId: nextId + 1,
      };
    case 'changeEntry':
      return {
        ...draft,
        distrust: changed(distrust, action.id, action.fields),
      };
    case 'removeEntry':
      return {
        ...draft,
        distrust: distrust.filter(({ id }) => id !== action.id),
      };
    case 'answer': {
      const { finding, because } = action;
      return { ...draft, answers: withAnswer(draft.answers, finding, because) };
    }
    default:
      return { ...draft, saved: action.as };
  }
}

/** What can be read is taken over at once, so that nothing is left to lose; what cannot stays in the text alone. */
function typed(draft: Draft, yaml: string): Draft {
  const read = readList(yaml);
  if (read.list === undefined)
    return { ...draft, yaml, yamlProblem: read.problem };
  return {
    ...draft,
    ...contentOf(read.list, draft),
    yaml,
    yamlProblem: undefined,
  };
}

function readList(
  text: string,
):
  | { list: Fields; problem?: undefined }
  | { list?: undefined; problem: string } {
  try {
    const { list } = readRegistryFile(text);
    const problem = listProblem(list);
    return problem === undefined && isFields(list)
      ? { list }
      : { problem: problem ?? 'It is no list of rules.' };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const { line, problem } = error;
    return { problem: `line ${line}: ${visibleText(problem, 300)}` };
  }
}

/** The form is refused while the text cannot be read. The text is kept as typed where the form changed nothing. */
function shown(draft: Draft, view: View): Draft {
  if (view === 'form')
    return draft.yamlProblem === undefined ? { ...draft, view } : draft;
  const list = listOfDraft(draft);
  const { list: written } = readList(draft.yaml);
  const isSame =
    written !== undefined &&
    canonicalJson(listOfDraft(contentOf(written, draft))) ===
      canonicalJson(list);
  return { ...draft, view, yaml: isSame ? draft.yaml : yamlOf(list) };
}

function inserted(draft: Draft, index: number, fields: Fields): Draft {
  const { rules, nextId } = draft;
  return {
    ...draft,
    rules: [
      ...rules.slice(0, index),
      { id: nextId, fields },
      ...rules.slice(index),
    ],
    open: nextId,
    nextId: nextId + 1,
  };
}

function changed(items: Item[], id: number, fields: Fields): Item[] {
  return items.map(item => (item.id === id ? { id, fields } : item));
}

function moved(rules: Item[], id: number, by: -1 | 1): Item[] {
  const from = rules.findIndex(rule => rule.id === id);
  const to = from + by;
  if (from === -1 || to < 0 || to >= rules.length) return rules;
  const others = rules.filter((_, i) => i !== from);
  return [...others.slice(0, to), rules[from], ...others.slice(to)];
}

function duplicated(draft: Draft, id: number): Draft {
  const index = draft.rules.findIndex(rule => rule.id === id);
  if (index === -1) return draft;
  const { fields } = draft.rules[index];
  const taken = draft.rules.map(rule => textOf(rule.fields.name));
  const name = copyName(textOf(fields.name), taken);
  return inserted(draft, index + 1, { ...fields, name });
}

function copyName(name: string, taken: string[]): string {
  const base = `${name}-copy`;
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
