import { listEntitiesCalled, type EntityFacts } from '../store';
import type { Knex } from 'knex';
import {
  ReportRefusedError,
  type AllowedReport,
  type ReadReport,
} from '../discovery';
import type { Reporter } from './Reporter';

/**
 * Finds the entity of each report, among those about which the reporter may say this. Whatever else exists changes no
 * answer: an entity that is not there and one that is not theirs are refused with the same words.
 *
 * @throws where the catalog does not answer; which entities exist is not known then
 */
export async function resolveReports(
  reports: ReadReport[],
  reporter: Reporter,
  knex: Knex,
): Promise<Map<ReadReport, AllowedReport | ReportRefusedError>> {
  const names = reports.flatMap(({ about }) =>
    'name' in about ? [about.name] : [],
  );
  const called =
    names.length > 0
      ? await listEntitiesCalled({ knex, names: [...new Set(names)] })
      : [];
  const byName = groupByName(called);
  const candidates = reports.map(({ about }) => candidatesOf(about, byName));
  const asked = [...new Set(candidates.flat())];
  const found = new Map<string, EntityFacts>(
    (await reporter.entities(asked)).map(one => [one.entityRef, one]),
  );
  return new Map(
    reports.map((report, i) => [
      report,
      resolve(report, candidates[i], found, reporter),
    ]),
  );
}

function resolve(
  report: ReadReport,
  candidates: string[],
  found: Map<string, EntityFacts>,
  reporter: Reporter,
): AllowedReport | ReportRefusedError {
  const allowed = candidates.filter(entityRef => {
    const entity = found.get(entityRef);
    const { identity } = report.claimed(entityRef);
    return entity !== undefined && reporter.mayReport(entity, identity);
  });
  const [first, second] = allowed;
  if (first === undefined)
    return new ReportRefusedError(
      'not-allowed',
      'There is no such entity, or none about which you may report this.',
    );
  if (second !== undefined && first !== candidates[0])
    return new ReportRefusedError(
      'ambiguous-name',
      'Several entities have this name; name one as "entity".',
    );
  return { entityRef: first, report };
}

/** The first one wins where it is allowed. */
function candidatesOf(
  about: ReadReport['about'],
  byName: Map<string, string[]>,
): string[] {
  if ('entityRef' in about) return [about.entityRef];
  const usual = `component:default/${about.name}`;
  const others = byName.get(about.name) ?? [];
  return [usual, ...others.filter(ref => ref !== usual)];
}

function groupByName(entityRefs: string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const ref of entityRefs) {
    const name = ref.slice(ref.indexOf('/') + 1);
    const group = groups.get(name);
    if (group) group.push(ref);
    else groups.set(name, [ref]);
  }
  return groups;
}
