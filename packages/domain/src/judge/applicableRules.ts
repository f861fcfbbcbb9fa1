import { compilePattern, PatternError } from '../pattern';
import type { Usage } from '../records/usage';
import type { AcceptanceRule } from '../registry/rule';

/**
 * The rules that speak of a usage (S3.1).
 *
 * What an entity leaves out or invents can only add rules: a usage without a declared environment meets the rules of
 * all environments, and one whose reference cannot be read meets the rules of every repository.
 */
export function applicableRules(
  rules: AcceptanceRule[],
  usage: Usage,
  declaredEnvironments: string[],
): AcceptanceRule[] {
  const { environment, repository } = usage;
  const isDeclared =
    environment !== undefined && declaredEnvironments.includes(environment);
  return rules.filter(
    rule =>
      (!isDeclared || (rule.environments?.includes(environment) ?? true)) &&
      (repository === undefined ||
        rule.references.some(glob => speaksOf(glob, repository))),
  );
}

/** Configuration refuses patterns that cannot be read. Should one come through, its rule speaks of everything (S3.1). */
function speaksOf(glob: string, repository: string): boolean {
  try {
    return compilePattern(glob).matches(repository);
  } catch (error) {
    if (error instanceof PatternError) return true;
    throw error;
  }
}
