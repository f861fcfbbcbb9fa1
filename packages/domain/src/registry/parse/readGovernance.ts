import { readText, Section, uniqueNames } from './Section';
import { withoutUndefined } from './withoutUndefined';

/**
 * Who may change a registry that lives in the database (S9.2, S9.4, S9.6).
 *
 * @public
 */
export interface Governance {
  /** Full references of groups and users. Empty: nobody can merge anything. */
  reviewers: string[];
  /** Who of them may merge at once what does nothing but distrust more. Empty: nobody. */
  securityReviewers: string[];
  /** Environments of which every change needs two. Absent: all of them. */
  production?: string[];
}

/** The keys that {@link readGovernance} reads. */
export const governanceKeys = [
  'reviewers',
  'securityReviewers',
  'production',
] as const;

/**
 * How the registry is changed, where the database has it.
 *
 * @returns undefined where configuration is the registry, and whoever can change that decides
 * @throws ConfigurationError with the path of the first mistake
 */
export function readGovernance(section: Section): Governance | undefined {
  const source = section.optionalOneOf('source', ['configuration', 'database']);
  if (source !== 'database') {
    for (const key of governanceKeys)
      if (section.has(key))
        section.fail(
          key,
          'needs source: database; with the source "configuration" whoever can change this configuration decides',
        );
    return undefined;
  }
  return withoutUndefined({
    reviewers: readRefs(section, 'reviewers'),
    securityReviewers: readRefs(section, 'securityReviewers'),
    production: section.optionalList('production', readText),
  });
}

const form = /^(?:group|user):[a-z0-9._-]+\/[a-z0-9._-]+$/;

/** In full and in small letters, as the owner of a rule: the same text wherever it is compared. */
function readRefs(section: Section, key: string): string[] {
  const refs = section.optionalList(key, readText) ?? [];
  uniqueNames(refs, section.at(key), 'the reference');
  const wrong = refs.findIndex(ref => !form.test(ref));
  if (wrong !== -1)
    section.fail(
      `${key}[${wrong}]`,
      'must be the full reference of a group or user, such as "group:default/platform"',
    );
  return refs;
}
