import type { Check } from '../Check';

/** S2.1: an issuer is compared to the letter. */
export const issuerNotExact: Check = {
  code: 'issuer-not-exact',
  find: ({ signers }) =>
    signers
      .filter(({ issuer }) => issuer?.includes('*'))
      .map(({ path, issuer }) => ({ path: `${path}.issuer`, value: issuer })),
};
