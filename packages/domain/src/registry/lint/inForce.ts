import { canonicalJson } from '../../text';
import type { LintFinding } from './Finding';

/** Marks the warnings that the list before has as well, about an entry that says the same. Errors never are. */
export function markInForce(
  now: { list: unknown; findings: LintFinding[] },
  before: { list: unknown; findings: LintFinding[] },
): LintFinding[] {
  const known = new Set(
    before.findings.map(one => subjectOf(one, before.list)),
  );
  return now.findings.map(finding =>
    finding.severity === 'warning' && known.has(subjectOf(finding, now.list))
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
