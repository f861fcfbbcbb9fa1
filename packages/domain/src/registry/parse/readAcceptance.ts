import type { DistrustEntry } from '../distrust';
import type { ReviewedBuilder } from '../reviewedBuilders';
import { modes, type AcceptanceRule } from '../rule';
import { readBuilder } from './readBuilder';
import { readDistrust } from './readDistrust';
import { readPattern } from './readPattern';
import { readRequirement } from './readRequirement';
import { readSigner } from './readSigner';
import { readText, Section, uniqueNames } from './Section';
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

function readRule(value: unknown, path: string): AcceptanceRule {
  const section = Section.of(value, path, [
    'name',
    'references',
    'environments',
    'kinds',
    'mode',
    'signers',
    'requirements',
    'runbook',
  ]);
  if (section.has('kinds')) {
    // S3.1: the kind is the entity's own word, so a rule for some kinds could be escaped by claiming another.
    section.fail(
      'kinds',
      'rules for some kinds are not supported yet; tell kinds apart by their references',
    );
  }
  return withoutUndefined({
    name: section.string('name'),
    references: section.list('references', readPattern),
    environments: section.optionalList('environments', readText),
    // S4.7: a rule that nobody has tried must not block; it is enforced only where it says so.
    mode: section.optionalOneOf('mode', modes) ?? 'observe',
    signers: section.list('signers', readSigner),
    requirements: section.optionalList('requirements', readRequirement),
    runbook: section.optionalString('runbook'),
  });
}
