import type { Requirement } from '../registry/requirement';
import { modes, type AcceptanceRule, type Mode } from '../registry/rule';
import { visibleText } from '../text';
import { listed } from './listed';

/**
 * What a rule does in one environment, over all that it asks for.
 *
 * @public
 */
export interface ModeInWords {
  /** Exactly as the rule names it. Absent: everywhere, or everywhere else where others are named. */
  environment?: string;
  /** "in prod", "everywhere", "everywhere else". Safe to show. */
  where: string;
  /** The strictest of what its requirements do. */
  mode: Mode;
  /** Some of its requirements do less. */
  isPartial: boolean;
  /** "enforced", "observed", "off", "enforced, in part only observed". */
  words: string;
}

const modeWords: Record<Mode, string> = {
  enforce: 'enforced',
  observe: 'observed',
  off: 'off',
};

/** @public */
export function modeInWords(mode: Mode): string {
  return modeWords[mode];
}

/**
 * What a rule does where. An environment that nobody declared is judged by the strictest of them (S3.1).
 *
 * @public
 */
export function modesInWords(rule: AcceptanceRule): ModeInWords[] {
  const { environments } = rule;
  if (environments) return environments.map(name => describe(rule, name));
  const named = namedIn(rule);
  const rest = describe(rule);
  return [
    ...named.map(name => describe(rule, name)),
    named.length > 0 ? { ...rest, where: 'everywhere else' } : rest,
  ];
}

function namedIn({ modes: own, requirements = [] }: AcceptanceRule): string[] {
  const all = [own, ...requirements.map(one => one.modes)];
  return [...new Set(all.flatMap(byName => Object.keys(byName ?? {})))];
}

function describe(rule: AcceptanceRule, environment?: string): ModeInWords {
  const done = (rule.requirements ?? [{}]).map(requirement =>
    modeOf(requirement, rule, environment),
  );
  const found = [...modes].reverse().filter(mode => done.includes(mode));
  const [mode = rule.mode, ...less] = found;
  const lesser = listed(less.map(one => modeWords[one]));
  return {
    ...(environment !== undefined && { environment }),
    where:
      environment === undefined
        ? 'everywhere'
        : `in ${visibleText(environment, 120)}`,
    mode,
    isPartial: less.length > 0,
    words: lesser
      ? `${modeWords[mode]}, in part only ${lesser}`
      : modeWords[mode],
  };
}

/** A requirement's word goes before its rule's, and the word about an environment before that about all. */
function modeOf(
  requirement: Pick<Requirement, 'mode' | 'modes'>,
  rule: AcceptanceRule,
  environment: string | undefined,
): Mode {
  const said = (byName: Record<string, Mode> | undefined) =>
    byName && environment !== undefined && Object.hasOwn(byName, environment)
      ? byName[environment]
      : undefined;
  return (
    said(requirement.modes) ?? requirement.mode ?? said(rule.modes) ?? rule.mode
  );
}
