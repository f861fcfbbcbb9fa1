import type { ConfigApi } from '@backstage/core-plugin-api';

/** Somebody of the sandbox, as the sign-in page offers them. */
export interface Person {
  /** What the sandbox's sign-in provider calls them. */
  name: string;
  displayName: string;
  /** Their role, in words. */
  title: string;
}

/** The people of the sandbox; undefined where the configuration has no sandbox. */
export function peopleOf(config: ConfigApi): Person[] | undefined {
  const people = config.getOptionalConfigArray('sandbox.people');
  if (!people || people.length === 0) return undefined;
  return people.map(person => {
    const name = person.getString('name');
    return {
      name,
      displayName: person.getOptionalString('displayName') ?? name,
      title: person.getString('title'),
    };
  });
}

const key = 'countersign.sandbox.person';

/** Who signed in, for this tab of the browser only: two people can be looked at side by side. */
export const rememberedPerson = {
  get: (): string | undefined => sessionStorage.getItem(key) ?? undefined,
  set: (name: string): void => sessionStorage.setItem(key, name),
  forget: (): void => sessionStorage.removeItem(key),
};
