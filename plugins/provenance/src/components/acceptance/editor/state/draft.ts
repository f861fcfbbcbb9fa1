import {
  canonicalJson,
  configurationOf,
  listAsYaml,
  type LintAnswer,
  type RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { fieldsOf, isFields, textOf, type Fields } from './fields';

/** Something in a list, by a name of its own that stays while everything about it is written anew. */
export interface Item {
  id: number;
  fields: Fields;
}

/** What form and YAML show: the list as configuration writes it. */
export interface Content {
  rules: Item[];
  distrust: Item[];
  /** Reviewed builders, and whatever a later release knows: carried along as it is. */
  rest: Fields;
}

export type View = 'form' | 'yaml';

/** The list, in the view in which somebody writes it. */
export interface Written extends Content {
  view: View;
  /** What stands in the YAML view, as it was typed. */
  yaml: string;
}

/** A proposal while somebody writes it. */
export interface Draft extends Written {
  title: string;
  reason: string;
  answers: LintAnswer[];
  /** Why `yaml` cannot be shown in the form; the form keeps what could be read last. */
  yamlProblem?: string;
  /** The rule that is open in the form. */
  open?: number;
  /** What it was when it was last saved. */
  saved: string;
  nextId: number;
}

/** What a draft begins with. */
export interface DraftStart {
  title?: string;
  reason?: string;
  content: RegistryContent;
  answers?: LintAnswer[];
}

export function draftOf(start: DraftStart): Draft {
  const { title = '', reason = '', content, answers = [] } = start;
  const list = listOfContent(content);
  const draft: Draft = {
    ...{ title, reason, answers, view: 'form', yaml: '', saved: '' },
    ...{ rules: [], distrust: [], rest: {}, nextId: 0 },
  };
  const filled = { ...draft, ...contentOf(list, draft), yaml: yamlOf(list) };
  return { ...filled, saved: fingerprint(filled) };
}

/**
 * The list as configuration has it. What this release does not know of is kept: it is a later one's, and leaving it out
 * would propose to remove it.
 */
export function listOfContent(content: RegistryContent): Fields {
  const { rules, distrust, builders, ...later } = content;
  const { initial, ...rest } = configurationOf(content);
  return { initial, ...later, ...rest };
}

export function listOfDraft({ rules, distrust, rest }: Content): Fields {
  return {
    ...(rules.length > 0 && { initial: rules.map(({ fields }) => fields) }),
    ...(distrust.length > 0 && {
      distrust: distrust.map(({ fields }) => fields),
    }),
    ...rest,
  };
}

/** Nobody may sign anything yet: that is an empty file, as an empty list is a mistake in it. */
export function yamlOf({ initial, ...rest }: Fields): string {
  const isEmpty = Array.isArray(initial) && initial.length === 0;
  const list = initial === undefined || isEmpty ? rest : { initial, ...rest };
  return Object.keys(list).length === 0 ? '' : listAsYaml(list);
}

/** What stands in the YAML view, or would. */
export function yamlOfDraft(draft: Written): string {
  return draft.view === 'yaml' ? draft.yaml : yamlOf(listOfDraft(draft));
}

/** As the backend takes it: a version has `rules` where configuration has `initial`. */
export function contentOfDraft(draft: Content): Fields {
  const { initial = [], ...rest } = listOfDraft(draft);
  return { rules: initial, ...rest };
}

/** Why a list cannot be shown in the form at all; what is wrong within a rule is said at the rule. */
export function listProblem(list: unknown): string | undefined {
  if (!isFields(list)) return 'It is no list of rules.';
  const wrong = ['initial', 'distrust'].find(name => {
    const items = list[name];
    return (
      items !== undefined && !(Array.isArray(items) && items.every(isFields))
    );
  });
  return wrong && `What stands under "${wrong}" is no list of entries.`;
}

/** A readable list as items; those that were there before keep their ids, by their names. */
export function contentOf(
  list: Fields,
  before: Content & { nextId: number },
): Content & { nextId: number } {
  const { initial, distrust, ...rest } = list;
  let { nextId } = before;
  const itemsOf = (
    value: unknown,
    old: Item[],
    keyOf: (of: Fields) => string,
  ) => {
    const known = [...old];
    return (Array.isArray(value) ? value : []).map((one): Item => {
      const fields = fieldsOf(one);
      const at = known.findIndex(
        other => keyOf(other.fields) === keyOf(fields),
      );
      const [same] = at === -1 ? [] : known.splice(at, 1);
      return { id: same?.id ?? nextId++, fields };
    });
  };
  return {
    rules: itemsOf(initial, before.rules, ({ name }) => textOf(name)),
    distrust: itemsOf(distrust, before.distrust, canonicalJson),
    rest,
    nextId,
  };
}

/** Everything that is saved, as one text. */
export function fingerprint(draft: Draft): string {
  const { title, reason, answers, yamlProblem, yaml } = draft;
  return canonicalJson({
    ...{ title, reason, answers, list: listOfDraft(draft) },
    ...(yamlProblem !== undefined && { yaml }),
  });
}

export function isChanged(draft: Draft): boolean {
  return fingerprint(draft) !== draft.saved;
}
