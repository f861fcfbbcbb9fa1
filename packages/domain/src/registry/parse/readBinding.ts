import {
  isRepositoryAddress,
  type RepositoryBinding,
} from '../repositoryBinding';
import { Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

const entityForm = /^[a-z][a-z0-9]*:[a-z0-9._-]+\/[a-z0-9._-]+$/;
const idForm = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * Which repository is an entity's own, as a review said (S2.4).
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readBinding(value: unknown, path: string): RepositoryBinding {
  const section = Section.of(value, path, [
    ...['entity', 'repository', 'repositoryId', 'ownerId', 'reason'],
  ]);
  return withoutUndefined({
    entity: readEntity(section),
    repository: readRepository(section),
    repositoryId: readId(section, 'repositoryId'),
    ownerId: readId(section, 'ownerId'),
    reason: section.optionalString('reason'),
  });
}

/** In full and in small letters, so that it is the same text wherever it is compared. */
function readEntity(section: Section): string {
  const entity = section.string('entity');
  return entityForm.test(entity)
    ? entity
    : section.fail(
        'entity',
        'must be a full reference in small letters, such as "component:default/payments"',
      );
}

function readRepository(section: Section): string {
  const repository = section.string('repository');
  return isRepositoryAddress(repository)
    ? repository
    : section.fail(
        'repository',
        'must be an address as certificates have it, such as "https://github.com/acme/payments"',
      );
}

function readId(section: Section, key: string): string | undefined {
  const id = section.optionalString(key);
  return id === undefined || idForm.test(id)
    ? id
    : section.fail(key, 'is no id that a code host gives');
}
