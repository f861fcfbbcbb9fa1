import { ConfigurationError } from './ConfigurationError';
import { readAcceptance } from './readAcceptance';
import { readBinding } from './readBinding';
import { readBuilder } from './readBuilder';
import { readDistrust } from './readDistrust';
import { readGovernedKey } from './readGovernedKey';
import { readRule } from './readRule';

const readers = {
  initial: readRule,
  distrust: readDistrust,
  builders: readBuilder,
  bindings: readBinding,
  keys: readGovernedKey,
};

/**
 * What {@link readAcceptance} has against a list: not only the first mistake, but the first of every rule and entry, so
 * that whoever writes it is not sent back once for each. Nothing, exactly where it would be read.
 *
 * @returns errors whose paths begin in the list: `initial[2].signers`
 */
export function readingProblems(value: unknown): ConfigurationError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return problemsIn(() => readAcceptance(value, 'acceptance'));
  const rest: Record<string, unknown> = { ...value };
  const problems = Object.entries(readers).flatMap(([key, read]) => {
    const items = rest[key];
    if (!Array.isArray(items) || items.length === 0) return [];
    const found = items.map((item, i) =>
      problemsIn(() => read(item, `${key}[${i}]`)),
    );
    const good = items.filter((_, i) => found[i].length === 0);
    // What is wrong is told; the rest is read as a whole, for what only shows there.
    if (good.length > 0) rest[key] = good;
    else delete rest[key];
    return found.flat();
  });
  return [...problems, ...problemsIn(() => readAcceptance(rest, 'acceptance'))];
}

const prefix = /^acceptance\.?/;

function problemsIn(read: () => unknown): ConfigurationError[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const path = error.path.replace(prefix, '');
    return [new ConfigurationError(path, error.problem)];
  }
}
