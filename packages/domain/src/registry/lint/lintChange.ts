import { canonicalJson } from '../../text';
import type { LintFinding, LintOptions } from './Finding';
import { lint } from './lint';

/**
 * What somebody would regret about a changed list. Warnings that the list before has as well, about an entry that says
 * the same, are marked: whoever changes something else has no sentence to write for them. Errors never are.
 *
 * @param before - the list that is changed
 * @param after - as {@link lint} takes it
 * @public
 */
export function lintChange(
  before: unknown,
  after: unknown,
  options: LintOptions = {},
): LintFinding[] {
  const known = new Set(
    lint(before, options).map(one => subjectOf(one, before)),
  );
  return lint(after, options).map(finding =>
    finding.severity === 'warning' && known.has(subjectOf(finding, after))
      ? { ...finding, isInForce: true }
      : finding,
  );
}

/** The entry as it stands, wherever in the list, and where in it the finding is. */
function subjectOf(
  { code, path, value, sentence }: LintFinding,
  list: unknown,
): string {
  const [, name = '', index = '', rest = path] =
    /^(\w+)\[(\d+)\](.*)$/s.exec(path) ?? [];
  return canonicalJson({
    code,
    value,
    sentence,
    rest,
    name,
    entry: entryOf(list, name, Number(index)),
  });
}

function entryOf(list: unknown, name: string, index: number): unknown {
  const fields = new Map(Object.entries(list ?? {}));
  const entries: unknown = fields.get(name);
  return Array.isArray(entries) ? entries[index] : undefined;
}
