import {
  bindingAsYaml,
  bindingInWords,
  builderAsYaml,
  builderInWords,
  distrustAsYaml,
  distrustInWords,
  isNoChange,
  modeInWords,
  referenceInWords,
  requirementInWords,
  ruleAsYaml,
  ruleInWords,
  signerInWords,
  visibleText,
  type AcceptanceRule,
  type Change,
  type ContentDiff,
  type DistrustEntry,
  type FieldChange,
  type Mode,
  type RebaseConflict,
  type RebaseSides,
  type RepositoryBinding,
  type Requirement,
  type ReviewedBuilder,
  type RuleSigner,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from './setup';

/** One text of a field: in words, and to the letter where words may hide what differs. */
export interface Said {
  words: string;
  exact?: string;
}

/** What a field was, and what it will be. Of a list what went and what came. */
export interface FieldWords {
  label: string;
  was: Said[];
  will: Said[];
}

/** One change of the list, for people. Everything is safe to show. */
export interface ChangeWords {
  change: 'added' | 'removed' | 'changed';
  /** `rule`, `distrust entry`, `reviewed builder`, `binding` */
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
  ];
}

/** `2 rules change, 1 rule is added.` */
export function diffWords(diff: ContentDiff): string {
  if (isNoChange(diff)) return 'It changes nothing.';
  const all = changesInWords(diff);
  const parts = (['added', 'removed', 'changed'] as const).flatMap(change =>
    ['rule', 'distrust entry', 'reviewed builder', 'binding'].flatMap(what => {
      const { length } = all.filter(
        one => one.what === what && one.change === change,
      );
      if (length === 0) return [];
      const many = what === 'distrust entry' ? 'distrust entries' : `${what}s`;
      return [`${counted(length, what, many)} ${change}`];
    }),
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

interface FieldHow {
  label: string;
  /** What it means where the field is not there. */
  absent: string;
  say?(value: never): Said;
}

const signerSaid = (signer: RuleSigner): Said => {
  const { words, issuer, authority, conditions, exact } = signerInWords(signer);
  const isExact = 'subject' in signer && signer.isExact;
  return {
    words: [
      issuer === undefined ? words : `${words} at ${issuer}`,
      ...(issuer === undefined ? [] : [`certified by ${authority}`]),
      ...conditions,
      ...(isExact ? ['a star in it is a star'] : []),
    ].join(', '),
    exact,
  };
};

const how: Record<string, FieldHow> = {
  references: {
    label: 'What may be signed',
    absent: 'nothing',
    say: (one: string) => ({
      words: referenceInWords(one),
      exact: visibleText(one, 2_000),
    }),
  },
  environments: { label: 'Environments', absent: 'every environment' },
  kinds: { label: 'Kinds of artifacts', absent: 'every kind' },
  entities: { label: 'Entities', absent: 'every entity' },
  mode: {
    label: 'What it does',
    absent: 'nothing',
    say: (one: Mode) => ({ words: modeInWords(one) ?? visibleText(one) }),
  },
  modes: { label: 'What it does in some environments', absent: 'the same' },
  signers: { label: 'Who may sign', absent: 'nobody', say: signerSaid },
  requirements: {
    label: 'What it asks for',
    absent: 'one signature or provenance',
    say: (one: Requirement) => ({ words: requirementInWords(one) }),
  },
  owner: { label: 'Owner', absent: 'nobody' },
  rationale: { label: 'Rationale', absent: 'none' },
  runbook: { label: 'Runbook', absent: 'none' },
};

function ruleFields(
  change: Extract<Change<AcceptanceRule>, { change: 'changed' }>,
): FieldWords[] {
  const names = [...new Set(change.fields.map(({ field }) => field))];
  return names.map(field => {
    const found = change.fields.filter(one => one.field === field);
    const known = Object.hasOwn(how, field) ? how[field] : undefined;
    const { label = visibleText(field, 60), absent = 'nothing' } = known ?? {};
    const side = (which: 'before' | 'after') =>
      valueOf(change[which], field) === undefined
        ? [{ words: absent }]
        : found.flatMap(one => saidOf(one, which, known?.say));
    return { label, was: side('before'), will: side('after') };
  });
}

function valueOf(rule: AcceptanceRule, field: string): unknown {
  return new Map<string, unknown>(Object.entries(rule)).get(field);
}

function saidOf(
  change: FieldChange,
  which: 'before' | 'after',
  say?: (value: never) => Said,
): Said[] {
  const value = change[which];
  if (value === undefined) return [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  // A change of a field does not carry the type of its field; the table above is by field.
  return values.map(one => (say ? say(one as never) : plainly(one)));
}

function plainly(value: unknown): Said {
  return {
    words: visibleText(
      typeof value === 'string' ? value : JSON.stringify(value),
      2_000,
    ),
  };
}

/** What two people changed, and what became of it on either side. Safe to show. */
export function conflictWords(conflict: RebaseConflict): string {
  if (conflict.of === 'order')
    return 'The order of the rules: both moved some.';
  const { base, proposed, inForce } = conflict;
  const name = nameOfConflict(conflict);
  const became = (side: unknown[]) => {
    if (side.length === 0) return 'removed it';
    return base.length === 0 ? 'added it' : 'changed it';
  };
  return `${name}: what is in force ${became(
    inForce,
  )}, and this proposal ${became(proposed)}.`;
}

function nameOfConflict(
  conflict: Exclude<RebaseConflict, { of: 'order' }>,
): string {
  switch (conflict.of) {
    case 'rules': {
      const { name = '' } = anyOf(conflict) ?? {};
      return `Rule ${visibleText(name, 120)}`;
    }
    case 'distrust': {
      const entry = anyOf(conflict);
      return `Distrust entry “${entry && distrustInWords(entry).sentence}”`;
    }
    case 'bindings': {
      const { entity = '' } = anyOf(conflict) ?? {};
      return `The binding of ${visibleText(entity, 200)}`;
    }
    default: {
      const builder = anyOf(conflict);
      return `Reviewed builder “${
        builder && builderInWords(builder).sentence
      }”`;
    }
  }
}

function anyOf<Of>({ proposed, inForce, base }: RebaseSides<Of>) {
  return [...proposed, ...inForce, ...base].find(() => true);
}
