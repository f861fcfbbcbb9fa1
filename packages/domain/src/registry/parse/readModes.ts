import { modes, type Mode, type Modes } from '../rule';
import { Section } from './Section';

/**
 * `modes: { prod: enforce }`: what something does in some environments.
 *
 * @param environments - those in which the rule applies; absent: every one
 * @throws ConfigurationError with the path of the first mistake
 */
export function readModes(
  parent: Section,
  environments: readonly string[] | undefined,
): Modes | undefined {
  const value = parent.raw('modes');
  if (value === undefined) return undefined;
  const at = parent.at('modes');
  const names =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value)
      : [];
  const section = Section.of(value, at, names);
  if (names.length === 0)
    parent.fail('modes', 'names no environment; leave it out');
  const stray = names.find(name => environments?.includes(name) === false);
  if (stray !== undefined)
    section.fail(stray, 'is no environment in which the rule applies');
  return Object.fromEntries(
    names.map(name => [name, modeOf(section, name)] as const),
  );
}

function modeOf(section: Section, name: string): Mode {
  return (
    section.optionalOneOf(name, modes) ??
    section.fail(name, `must be one of ${modes.join(', ')}`)
  );
}
