import { authorityProblem } from '../../parse/authorityProblem';
import type { Check, Hit } from '../Check';

/** Where a name stands, and what has to have it. */
type Named = [path: string, name: string | undefined, kind: 'sigstore' | 'key'];

/** The same as the parser asks at the start, for every signer. */
export const unknownAuthority: Check = {
  code: 'unknown-authority',
  find: ({ signers, keys }, { authorities }) => {
    if (!authorities) return [];
    const governed = keys.flatMap(({ name }) =>
      name === undefined ? [] : [{ name, kind: 'key' as const }],
    );
    const all = [...authorities, ...governed];
    const named = [
      ...signers.map(({ path, key, authority }): Named => {
        return key === undefined
          ? [`${path}.authority`, authority, 'sigstore']
          : [`${path}.key`, key, 'key'];
      }),
      ...keys.map(({ path, log }): Named => [`${path}.log`, log, 'sigstore']),
    ];
    return named.flatMap(([path, value, kind]): Hit[] => {
      if (value === undefined) return [];
      const problem = authorityProblem(value, kind, all);
      return problem ? [{ path, value, words: { problem } }] : [];
    });
  },
};
