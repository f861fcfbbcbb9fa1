import {
  bindingAsYaml,
  bindingInWords,
  builderAsYaml,
  builderInWords,
  distrustAsYaml,
  distrustInWords,
  governedKeyInWords,
  isNoChange,
  keyAsYaml,
  ruleAsYaml,
  ruleInWords,
  visibleText,
  type AcceptanceRule,
  type Change,
  type ContentDiff,
  type DistrustEntry,
  type GovernedKey,
  type RepositoryBinding,
  type ReviewedBuilder,
} from '@countersign/backstage-plugin-provenance-common';
import { ruleFields, type FieldWords } from './fieldChanges';
import { counted } from './setup';

/** One change of the list, for people. Everything is safe to show. */
export interface ChangeWords {
  change: 'added' | 'removed' | 'changed';
  /** `rule`, `distrust entry`, `reviewed builder`, `binding`, `key` */
  what: string;
  name: string;
  /** Everything that is added or removed says, a sentence each. */
  says: string[];
  /** Of what is changed. */
  fields: FieldWords[];
  /** As the lines of a registry file; empty where it is not there. */
  yaml: { before: string; after: string };
}

/** All that a diff says, in the order of the list. */
export function changesInWords(diff: ContentDiff): ChangeWords[] {
  return [
    ...diff.rules.map(ruleChange),
    ...diff.distrust.map(one =>
      entryChange(one, {
        what: 'distrust entry',
        yaml: distrustAsYaml,
        says: distrustSays,
      }),
    ),
    ...diff.builders.map(one =>
      entryChange(one, {
        what: 'reviewed builder',
        yaml: builderAsYaml,
        says: builderSays,
      }),
    ),
    ...diff.bindings.map(one =>
      entryChange(one, {
        what: 'binding',
        yaml: bindingAsYaml,
        says: bindingSays,
      }),
    ),
    ...diff.keys.map(one =>
      entryChange(one, { what: 'key', yaml: keyAsYaml, says: keySays }),
    ),
  ];
}

/** `2 rules change, 1 rule is added.` */
export function diffWords(diff: ContentDiff): string {
  if (isNoChange(diff)) return 'It changes nothing.';
  const all = changesInWords(diff);
  const parts = (['added', 'removed', 'changed'] as const).flatMap(change =>
    ['rule', 'distrust entry', 'reviewed builder', 'binding', 'key'].flatMap(
      what => {
        const { length } = all.filter(
          one => one.what === what && one.change === change,
        );
        if (length === 0) return [];
        const many =
          what === 'distrust entry' ? 'distrust entries' : `${what}s`;
        return [`${counted(length, what, many)} ${change}`];
      },
    ),
  );
  const moved = diff.isReordered ? ['rules in another order'] : [];
  const words = [...parts, ...moved].join(', ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

function ruleChange(change: Change<AcceptanceRule>): ChangeWords {
  const { name } = sideOf(change);
  return {
    ...{ change: change.change, what: 'rule', name: visibleText(name, 120) },
    says: change.change === 'changed' ? [] : ruleSays(sideOf(change)),
    fields: change.change === 'changed' ? ruleFields(change) : [],
    yaml: yamlOf(change, ruleAsYaml),
  };
}

function ruleSays(rule: AcceptanceRule): string[] {
  const { sentence, conditions, who } = ruleInWords(rule);
  const { owner, rationale, runbook } = rule;
  return [
    sentence,
    `It asks for: ${conditions.join(' ')}`,
    ...who.map(({ exact }) => `To the letter: ${exact}`),
    ...(owner === undefined ? [] : [`Owner: ${visibleText(owner, 200)}`]),
    ...(rationale === undefined
      ? []
      : [`Rationale: ${visibleText(rationale, 2_000)}`]),
    ...(runbook === undefined ? [] : [`Runbook: ${visibleText(runbook, 300)}`]),
  ];
}

function distrustSays(entry: DistrustEntry): string[] {
  const { sentence, older, because, exact } = distrustInWords(entry);
  return [
    sentence,
    ...(older === undefined ? [] : [older]),
    because,
    `To the letter: ${exact}`,
  ];
}

function builderSays(builder: ReviewedBuilder): string[] {
  const { sentence, because, exact } = builderInWords(builder);
  return [sentence, because, `To the letter: ${exact}`];
}

function bindingSays(binding: RepositoryBinding): string[] {
  const { sentence, pinned, because } = bindingInWords(binding);
  return [sentence, pinned, ...(because === undefined ? [] : [because])];
}

function keySays(key: GovernedKey): string[] {
  const { sentence, exact, because } = governedKeyInWords(key);
  return [
    sentence,
    `To the letter: ${exact}`,
    ...(because === undefined ? [] : [because]),
  ];
}

function entryChange<Of>(
  change: Change<Of>,
  how: {
    what: string;
    yaml(one: Of): string;
    says(one: Of): string[];
  },
): ChangeWords {
  const says = how.says(sideOf(change));
  const sentences = (one: Of) => how.says(one).map(words => ({ words }));
  return {
    ...{ change: change.change, what: how.what, name: says[0] },
    says: change.change === 'changed' ? [] : says.slice(1),
    fields:
      change.change === 'changed'
        ? [
            {
              label: 'What it says',
              was: sentences(change.before),
              will: sentences(change.after),
            },
          ]
        : [],
    yaml: yamlOf(change, how.yaml),
  };
}

function sideOf<Of>(change: Change<Of>): Of {
  return change.change === 'removed' ? change.before : change.after;
}

function yamlOf<Of>(change: Change<Of>, write: (one: Of) => string) {
  return {
    before: change.change === 'added' ? '' : write(change.before),
    after: change.change === 'removed' ? '' : write(change.after),
  };
}
