import { checks } from './checks';
import type { LintFinding, LintOptions } from './Finding';
import { markInForce } from './inForce';
import { answered, findingOf, indexAnswers } from './findingOf';
import { viewOf } from './view';

/**
 * What somebody would regret about an acceptance list, before it is in force. It stands above the strict parser, which
 * refuses what cannot be read: nothing here changes what a valid list means.
 *
 * @remarks
 * Total, deterministic, and in time proportional to the list: it may be one that is being written, or one that a
 * stranger wrote.
 *
 * @param list - `initial`, `distrust`, `builders`, as configuration or as {@link AcceptanceList} has them
 * @public
 */
export function lint(list: unknown, options: LintOptions = {}): LintFinding[] {
  const { before, ...others } = options;
  const findings = findingsIn(list, others);
  return before === undefined
    ? findings
    : markInForce(
        { list, findings },
        { list: before, findings: findingsIn(before, others) },
      );
}

function findingsIn(list: unknown, options: LintOptions): LintFinding[] {
  const view = viewOf(list);
  const sentences = indexAnswers(options.sentences);
  const waivers = indexAnswers(options.waivers);
  return checks.flatMap(check =>
    check
      .find(view, options)
      .map(hit => answered(findingOf(check.code, hit), sentences, waivers)),
  );
}
