import type { Check } from '../Check';

export const emptyList: Check = {
  code: 'empty-list',
  find: ({ lists }) =>
    lists.filter(({ length }) => length === 0).map(({ path }) => ({ path })),
};
