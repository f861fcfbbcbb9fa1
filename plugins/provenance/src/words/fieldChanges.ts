import {
  filterInWords,
  modeInWords,
  referenceInWords,
  requirementInWords,
  signerInWords,
  visibleText,
  type AcceptanceRule,
  type Change,
  type EntityFilter,
  type FieldChange,
  type Mode,
  type Modes,
  type Requirement,
  type RuleSigner,
} from '@countersign/backstage-plugin-provenance-common';

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

const modesSaid = (modes: Modes): string =>
  Object.entries(modes)
    .map(([name, mode]) => `in ${visibleText(name, 100)} ${modeInWords(mode)}`)
    .join(', ');

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
  entities: {
    label: 'Entities',
    absent: 'every entity',
    say: (one: EntityFilter) => ({ words: filterInWords(one) }),
  },
  mode: {
    label: 'What it does',
    absent: 'nothing',
    say: (one: Mode) => ({ words: modeInWords(one) ?? visibleText(one) }),
  },
  modes: {
    label: 'What it does in some environments',
    absent: 'the same as in all',
    say: (one: Modes) => ({ words: modesSaid(one) }),
  },
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

/** Field by field what a changed rule was, and what it will be. Everything is safe to show. */
export function ruleFields(
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
