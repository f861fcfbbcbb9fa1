import type { DistrustEntry } from '../distrust';
import type { GovernedKey } from '../governedKey';
import type { RepositoryBinding } from '../repositoryBinding';
import type { ReviewedBuilder } from '../reviewedBuilders';
import type { AcceptanceRule } from '../rule';
import { readBinding } from './readBinding';
import { readBuilder } from './readBuilder';
import { readDistrust } from './readDistrust';
import {
  governanceKeys,
  readGovernance,
  type Governance,
} from './readGovernance';
import { readGovernedKey } from './readGovernedKey';
import { readRule } from './readRule';
import { Section, uniqueNames } from './Section';
import { withoutUndefined } from './withoutUndefined';

/**
 * The acceptance list as configuration writes it: who may sign, who is distrusted, which builders were reviewed,
 * which repository is which entity's own, and which keys there are beside the authorities of the configuration.
 *
 * @public
 */
export interface AcceptanceList {
  initial: AcceptanceRule[];
  distrust?: DistrustEntry[];
  builders?: ReviewedBuilder[];
  bindings?: RepositoryBinding[];
  keys?: GovernedKey[];
  /** Present where the database has the registry, and these lists only seed it. */
  governance?: Governance;
}

/**
 * `provenance.acceptance`: the lists that are the registry or seed it, and who may change it.
 *
 * @throws ConfigurationError with the path of the first mistake
 * @public
 */
export function readAcceptance(value: unknown, path: string): AcceptanceList {
  const section = Section.of(value, path, [
    'source',
    ...governanceKeys,
    'initial',
    'distrust',
    'builders',
    'bindings',
    'keys',
  ]);
  const initial = section.optionalList('initial', readRule) ?? [];
  uniqueNames(
    initial.map(rule => rule.name),
    section.at('initial'),
    'the rule',
  );
  const bindings = section.optionalList('bindings', readBinding);
  uniqueNames(
    (bindings ?? []).map(({ entity }) => entity),
    section.at('bindings'),
    'the entity',
  );
  const keys = section.optionalList('keys', readGovernedKey);
  uniqueNames(
    (keys ?? []).map(({ name }) => name),
    section.at('keys'),
    'the key',
  );
  return withoutUndefined({
    initial,
    distrust: section.optionalList('distrust', readDistrust),
    builders: section.optionalList('builders', readBuilder),
    bindings,
    keys,
    governance: readGovernance(section),
  });
}
