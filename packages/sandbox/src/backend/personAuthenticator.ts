import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import type { SandboxPerson } from './people';

/** The header in which a browser or a script says who it is. */
const personHeader = 'x-sandbox-person';

/**
 * Takes the header's word for who is there, for the people of the configuration and for nobody else.
 */
export function personAuthenticator(people: SandboxPerson[]) {
  return createProxyAuthenticator<void, SandboxPerson, undefined>({
    defaultProfileTransform: async person => ({
      profile: { displayName: person.displayName },
    }),
    initialize: () => undefined,
    async authenticate({ req }) {
      const name = req.header(personHeader);
      const person = people.find(each => each.name === name);
      if (!person)
        throw new AuthenticationError(
          `The header ${personHeader} has to be one of ${people
            .map(each => each.name)
            .join(', ')}`,
        );
      return { result: person };
    },
  });
}
