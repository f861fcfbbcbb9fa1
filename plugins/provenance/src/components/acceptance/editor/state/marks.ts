import { canonicalJson } from '@countersign/backstage-plugin-provenance-common';
import type { Item } from './draft';
import { listOf, textOf, type Fields } from './fields';

/** What a proposal does to a rule; a rule with another name is another rule. */
export type Mark = 'added' | 'changed' | 'same';

export interface MarkedRule extends Item {
  mark: Mark;
  /** What the base says under this name. */
  before?: Fields;
}

export interface RemovedRule {
  fields: Fields;
  /** Its place in the base. */
  index: number;
}

/** Every rule with what became of it, and those of the base that are gone. Without a base nothing can be said. */
export function markedRules(
  rules: Item[],
  base: Fields | undefined,
): { rules: MarkedRule[]; removed: RemovedRule[] } {
  if (base === undefined)
    return {
      rules: rules.map(rule => ({ ...rule, mark: 'same' })),
      removed: [],
    };
  const old = listOf(base.initial);
  const nameOf = (fields: Fields) => textOf(fields.name);
  const names = rules.map(({ fields }) => nameOf(fields));
  return {
    rules: rules.map(rule => {
      const before = old.find(one => nameOf(one) === nameOf(rule.fields));
      return { ...rule, before, mark: markOf(rule.fields, before) };
    }),
    removed: old.flatMap((fields, index) =>
      names.includes(nameOf(fields)) ? [] : [{ fields, index }],
    ),
  };
}

function markOf(fields: Fields, before: Fields | undefined): Mark {
  if (before === undefined) return 'added';
  return canonicalJson(before) === canonicalJson(fields) ? 'same' : 'changed';
}
