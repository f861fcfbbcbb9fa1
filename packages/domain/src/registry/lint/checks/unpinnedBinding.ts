import type { Check } from '../Check';

/** S2.4: only an id tells a repository from another one of its name. */
export const unpinnedBinding: Check = {
  code: 'unpinned-binding',
  find: ({ bindings }) =>
    bindings
      .filter(
        ({ repository, isPinned }) => repository !== undefined && !isPinned,
      )
      .map(({ path, repository }) => ({
        path: `${path}.repository`,
        value: repository,
      })),
};
