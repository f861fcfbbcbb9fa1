import { InputError } from '@backstage/errors';
import {
  ConfigurationError,
  readAcceptance,
  type RegistryContent,
} from '@countersign/domain';
import { checkKeys } from '../trust';

const prefix = /^content\.(?:initial(?=[.[]|$))?/;

/**
 * What a proposal says, as configuration or as a version has it; read as strictly as configuration: a key that is skipped because it is misspelt is a rule that
 * does not hold.
 *
 * @throws InputError with the path of the first mistake
 */
export function readContent(value: unknown): RegistryContent {
  try {
    const { initial, distrust, builders, bindings, keys } = readAcceptance(
      listOf(value),
      'content',
    );
    checkKeys(keys ?? [], 'content.keys');
    return {
      rules: initial,
      ...(distrust && { distrust }),
      ...(builders && { builders }),
      ...(bindings && { bindings }),
      ...(keys && { keys }),
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const path = error.path.replace(prefix, found =>
      found === 'content.initial' ? 'content.rules' : found,
    );
    throw new InputError(`${path}: ${error.problem}`);
  }
}

/** The content as configuration would write it, for the strict parser and the linter. */
export function listOf(content: unknown): unknown {
  if (!isObject(content)) return content;
  const { rules, initial, distrust, builders, bindings, keys, ...rest } =
    content;
  if (initial !== undefined)
    throw new InputError('content.initial: unknown key; did you mean "rules"?');
  for (const key of ['source', 'reviewers', 'securityReviewers', 'production'])
    if (key in rest)
      throw new InputError(`content.${key}: is not part of a version`);
  return {
    ...rest,
    ...withoutEmpty({ distrust, bindings, keys }),
    ...withoutEmpty({
      initial: Array.isArray(rules) ? rules.map(asConfigured) : rules,
    }),
    ...withoutEmpty({
      builders: Array.isArray(builders) ? builders.map(flat) : builders,
    }),
  };
}

/** A version has ages in milliseconds; configuration has durations. */
function asConfigured(rule: unknown): unknown {
  if (!isObject(rule) || !Array.isArray(rule.requirements)) return rule;
  return { ...rule, requirements: rule.requirements.map(withDuration) };
}

function withDuration(requirement: unknown): unknown {
  if (!isObject(requirement) || 'maximumAge' in requirement) return requirement;
  const { maximumAgeMs: milliseconds, ...rest } = requirement;
  return milliseconds === undefined
    ? requirement
    : { ...rest, maximumAge: { milliseconds } };
}

/** A version names who signs for a builder as one signer; configuration has its parts beside the others. */
function flat(builder: unknown): unknown {
  if (!isObject(builder) || !isObject(builder.signer)) return builder;
  const { signer, ...rest } = builder;
  return { ...signer, ...rest };
}

/** A version may have no rule; configuration leaves the key out instead. */
function withoutEmpty(fields: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
