import { artifactKinds } from '../../records/usage';
import { modes, type AcceptanceRule } from '../rule';
import { readEntityFilter } from './readEntityFilter';
import { readModes } from './readModes';
import { readPattern } from './readPattern';
import { readRequirement } from './readRequirement';
import { readSigner } from './readSigner';
import { readOneOf, readText, Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

/** Every key of a rule. */
export const ruleKeys = [
  'name',
  'references',
  'environments',
  'kinds',
  'entities',
  'mode',
  'modes',
  'signers',
  'requirements',
  'owner',
  'rationale',
  'runbook',
] as const;

/**
 * One rule: who may sign what, where.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readRule(value: unknown, path: string): AcceptanceRule {
  const section = Section.of(value, path, ruleKeys);
  const environments = section.optionalList('environments', readText);
  return withoutUndefined({
    name: section.string('name'),
    references: section.list('references', readPattern),
    environments,
    kinds: section.optionalList('kinds', readOneOf(artifactKinds)),
    entities: section.optionalList('entities', readEntityFilter),
    // S4.7: a rule that nobody has tried must not block; it is enforced only where it says so.
    mode: section.optionalOneOf('mode', modes) ?? 'observe',
    modes: readModes(section, environments),
    signers: section.list('signers', readSigner),
    requirements: section.optionalList('requirements', (item, at) =>
      readRequirement(item, at, environments),
    ),
    owner: readOwner(section),
    rationale: section.optionalString('rationale'),
    runbook: section.optionalString('runbook'),
  });
}

const ownerForm = /^(?:group|user):[a-z0-9._-]+\/[a-z0-9._-]+$/;

/** In full and in small letters, so that it is the same text wherever it is compared. */
function readOwner(section: Section): string | undefined {
  const owner = section.optionalString('owner');
  if (owner === undefined || ownerForm.test(owner)) return owner;
  return section.fail(
    'owner',
    'must be the full reference of a group or user, such as "group:default/payments"',
  );
}
