import { authorityProblem } from '../../parse/authorityProblem';
import type { Check, Hit } from '../Check';

/** The same as the parser asks at the start, for every signer. */
export const unknownAuthority: Check = {
  code: 'unknown-authority',
  find: ({ signers }, { authorities }) => {
    if (!authorities) return [];
    return signers.flatMap(({ path, key, authority }): Hit[] => {
      const value = key ?? authority;
      if (value === undefined) return [];
      const kind = key === undefined ? 'sigstore' : 'key';
      const problem = authorityProblem(value, kind, authorities);
      const at = `${path}.${key === undefined ? 'authority' : 'key'}`;
      return problem ? [{ path: at, value, words: { problem } }] : [];
    });
  },
};
