import type { Usage } from '../records/usage';
import type { Requirement } from '../registry/requirement';
import {
  modes,
  type AcceptanceRule,
  type Mode,
  type Modes,
} from '../registry/rule';
import { applicableRules } from './applicableRules';
import { possibleKinds } from './possibleKinds';
import type { JudgeInput } from './input';

/** What a rule asks of one usage. */
export interface ActiveRule {
  rule: AcceptanceRule;
  /** The rule once for each mode in which it asks for something: with that mode, and with what it asks for in it. */
  parts: readonly [AcceptanceRule, ...AcceptanceRule[]];
}

/** The rules that speak of a usage, and what they ask for where that is not off (S3.3, S4.6). */
export function rulesFor(
  input: Pick<
    JudgeInput,
    'usage' | 'entity' | 'collections' | 'registry' | 'settings'
  >,
): {
  applicable: AcceptanceRule[];
  active: ActiveRule[];
} {
  const { registry, usage, entity, settings } = input;
  const { environments } = settings;
  const applicable = applicableRules(registry.rules, {
    usage,
    declaredEnvironments: environments,
    kinds: possibleKinds(input),
    entity,
  });
  const active = applicable.flatMap(rule => {
    const [part, ...others] = partsOf(rule, usage, environments);
    return part ? [{ rule, parts: [part, ...others] as const }] : [];
  });
  return { applicable, active };
}

/** What a rule asks for; one that does not say asks for a signature. */
export function requirementsOf({
  requirements,
}: AcceptanceRule): Requirement[] {
  return requirements ?? [{ type: 'signature' }];
}

function partsOf(
  rule: AcceptanceRule,
  usage: Usage,
  declared: string[],
): AcceptanceRule[] {
  const { requirements } = rule;
  const modeFor = (requirement: Pick<Requirement, 'mode' | 'modes'>) =>
    modeOf(requirement, rule, usage, declared);
  // An empty list comes through no door; should one, its rule stands, and nothing meets it (S3.3).
  if (!requirements || requirements.length === 0) {
    const mode = modeFor({});
    return mode === 'off' ? [] : [{ ...rule, mode }];
  }
  return modes.flatMap(mode => {
    const asked = requirements.filter(one => modeFor(one) === mode);
    return mode === 'off' || asked.length === 0
      ? []
      : [{ ...rule, mode, requirements: asked }];
  });
}

/**
 * What a requirement does in the usage's environment: its own word goes before that of its rule, and what is said of the
 * environment before what is said of all. S3.1: in an environment that nobody declared, the strictest that it does
 * anywhere.
 */
function modeOf(
  requirement: Pick<Requirement, 'mode' | 'modes'>,
  rule: AcceptanceRule,
  { environment }: Usage,
  declared: string[],
): Mode {
  const elsewhere = requirement.mode ?? rule.mode;
  const modeIn = (name: string): Mode =>
    said(requirement.modes, name) ??
    requirement.mode ??
    said(rule.modes, name) ??
    rule.mode;
  if (environment !== undefined && declared.includes(environment))
    return modeIn(environment);
  const named = Object.keys({ ...rule.modes, ...requirement.modes });
  return strictestMode([elsewhere, ...named.map(modeIn)]);
}

/** An environment may be called `constructor`. */
function said(byName: Modes | undefined, name: string): Mode | undefined {
  return byName && Object.hasOwn(byName, name) ? byName[name] : undefined;
}

export function strictestMode(all: readonly Mode[]): Mode {
  return all.reduce((a, b) => (modes.indexOf(b) > modes.indexOf(a) ? b : a));
}
