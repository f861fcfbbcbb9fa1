import type { Check } from '../Check';

export const noSubject: Check = {
  code: 'no-subject',
  find: ({ signers }) =>
    signers
      .filter(({ key, subject }) => key === undefined && subject === undefined)
      .map(({ path }) => ({ path: `${path}.subject` })),
};
