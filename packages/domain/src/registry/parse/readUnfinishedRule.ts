import type { AcceptanceRule } from '../rule';
import { ConfigurationError } from './ConfigurationError';
import { readRule, ruleKeys } from './readRule';
import { readSigner } from './readSigner';
import { Section } from './Section';

/**
 * A rule that somebody is writing.
 *
 * @public
 */
export interface UnfinishedRule {
  signers: AcceptanceRule['signers'];
  /** What it speaks of, under a name and a mode of nobody's choice. Absent while that cannot be read. */
  scope?: AcceptanceRule;
}

/**
 * Reads the signers of a rule that is being written, as strictly as configuration, and what it speaks of where that can be
 * read already. What it asks for, whose it is and why it is there is not looked at.
 *
 * @throws ConfigurationError with the path of the first mistake in its signers, or of a key that no rule has
 * @public
 */
export function readUnfinishedRule(
  value: unknown,
  path: string,
): UnfinishedRule {
  const section = Section.of(value, path, ruleKeys);
  const signers = section.list('signers', readSigner);
  const scope = readScope(section, path);
  return { signers, ...(scope && { scope }) };
}

function readScope(section: Section, path: string): AcceptanceRule | undefined {
  const said = (['references', 'environments', 'kinds', 'entities'] as const)
    .filter(key => section.has(key))
    .map(key => [key, section.raw(key)] as const);
  const signers = section.raw('signers');
  try {
    return readRule(
      { ...Object.fromEntries(said), name: 'unfinished', signers },
      path,
    );
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
