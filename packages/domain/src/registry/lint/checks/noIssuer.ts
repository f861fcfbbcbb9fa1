import type { Check } from '../Check';

/** S2.1: an identity is nothing without who issued it. */
export const noIssuer: Check = {
  code: 'no-issuer',
  find: ({ signers }) =>
    signers
      .filter(({ key, issuer }) => key === undefined && issuer === undefined)
      .map(({ path }) => ({ path: `${path}.issuer` })),
};
