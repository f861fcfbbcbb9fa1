import type { Check } from '../Check';

/** S2.1: every signer names what vouches for it. */
export const noAuthority: Check = {
  code: 'no-authority',
  find: ({ signers }) =>
    signers
      .filter(
        ({ key, authority }) => key === undefined && authority === undefined,
      )
      .map(({ path }) => ({ path: `${path}.authority` })),
};
