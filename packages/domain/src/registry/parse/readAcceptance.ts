import type { DistrustEntry } from '../distrust';
import type { ReviewedBuilder } from '../reviewedBuilders';
import type { AcceptanceRule } from '../rule';
import { readBuilder } from './readBuilder';
import { readDistrust } from './readDistrust';
import { readRule } from './readRule';
import { Section, uniqueNames } from './Section';
import { withoutUndefined } from './withoutUndefined';

/**
 * The acceptance list as configuration writes it: who may sign, who is distrusted, which builders were reviewed.
 *
 * @public
 */
export interface AcceptanceList {
  initial: AcceptanceRule[];
  distrust?: DistrustEntry[];
  builders?: ReviewedBuilder[];
}

/**
 * `provenance.acceptance` as far as it exists: the lists that seed the registry.
 *
 * @throws ConfigurationError with the path of the first mistake
 * @public
 */
export function readAcceptance(value: unknown, path: string): AcceptanceList {
  const section = Section.of(value, path, [
    'source',
    'reviewers',
    'initial',
    'distrust',
    'builders',
  ]);
  const source = section.optionalString('source');
  if (source !== undefined && source !== 'configuration') {
    section.fail(
      'source',
      'only "configuration" exists: a registry in the database, with proposals and reviews, is not supported yet',
    );
  }
  if (section.has('reviewers')) {
    section.fail(
      'reviewers',
      'reviews are not supported yet; whoever can change this configuration decides',
    );
  }
  const initial = section.optionalList('initial', readRule) ?? [];
  uniqueNames(
    initial.map(rule => rule.name),
    section.at('initial'),
    'the rule',
  );
  return withoutUndefined({
    initial,
    distrust: section.optionalList('distrust', readDistrust),
    builders: section.optionalList('builders', readBuilder),
  });
}
