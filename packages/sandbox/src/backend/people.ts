import { parseEntityRef } from '@backstage/catalog-model';
import type { RootConfigService } from '@backstage/backend-plugin-api';

/**
 * Somebody who can sign in without a password.
 *
 * @public
 */
export interface SandboxPerson {
  /** What the header `x-sandbox-person` says. */
  name: string;
  displayName: string;
  /** What they do. */
  title: string;
  userEntityRef: string;
}

/**
 * The people of the configuration.
 *
 * @throws Error where a value is missing or a reference is not one.
 * @public
 */
export function readPeople(config: RootConfigService): SandboxPerson[] {
  const people = config.getOptionalConfigArray('sandbox.people') ?? [];
  return people.map(person => {
    const userEntityRef = person.getString('userEntityRef');
    parseEntityRef(userEntityRef);
    return {
      name: person.getString('name'),
      displayName: person.getString('displayName'),
      title: person.getString('title'),
      userEntityRef,
    };
  });
}
