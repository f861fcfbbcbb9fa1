import type { Check, Hit } from '../Check';
import type { LintOptions } from '../Finding';
import type { ListView, RuleView } from '../view';

/** Every environment, or every kind. */
const every = Symbol('every');
type Name = string | typeof every;

/**
 * S3.3: rules for some entities make nothing trusted by themselves. Looked at by environment and kind alone: which
 * repositories a pattern leaves out nobody can list.
 */
export const forSomeEntitiesOnly: Check = {
  code: 'for-some-entities-only',
  find: (list, options) => {
    const forAll = coverageOf(list.rules.filter(rule => !rule.isForSome));
    const declared = environmentsOf(list, options);
    return list.rules
      .filter(({ isForSome }) => isForSome)
      .flatMap((rule): Hit[] => {
        const what = uncovered(rule, forAll, declared);
        return what === undefined
          ? []
          : [{ path: `${rule.path}.entities`, words: { what } }];
      });
  },
};

/** For which kinds there is a rule for all entities, by environment. */
type Coverage = Map<Name, Set<Name>>;

function coverageOf(rules: RuleView[]): Coverage {
  const coverage: Coverage = new Map();
  for (const rule of rules)
    for (const environment of namesOf(rule.environments)) {
      const kinds = coverage.get(environment) ?? new Set();
      namesOf(rule.kinds).forEach(kind => kinds.add(kind));
      coverage.set(environment, kinds);
    }
  return coverage;
}

function namesOf(texts: RuleView['environments']): Name[] {
  return texts ? texts.map(({ text }) => text) : [every];
}

/** All that exist, as far as that is known. */
function environmentsOf(
  { environments }: ListView,
  options: LintOptions,
): readonly string[] {
  return (
    options.environments ?? [...new Set(environments.map(({ text }) => text))]
  );
}

/** The first environment and kind of which only rules like this one speak. */
function uncovered(
  rule: RuleView,
  forAll: Coverage,
  declared: readonly string[],
): string | undefined {
  const environments =
    rule.environments || declared.length === 0
      ? namesOf(rule.environments)
      : declared;
  for (const environment of environments)
    for (const kind of namesOf(rule.kinds)) {
      const isCovered = [forAll.get(environment), forAll.get(every)].some(
        kinds => kinds?.has(every) || kinds?.has(kind),
      );
      if (!isCovered) return inWords(environment, kind);
    }
  return undefined;
}

function inWords(environment: Name, kind: Name): string {
  const what = kind === every ? 'everything' : `"${String(kind)}"`;
  return environment === every ? what : `${what} in "${String(environment)}"`;
}
