import type { Check } from '../Check';
import { compareAlternatives } from '../compareAlternatives';

export const shadowedSigner: Check = {
  code: 'shadowed-signer',
  find: list =>
    compareAlternatives(list).shadowed.map(({ signer, by }) => ({
      path: signer.path,
      value: signer.key ?? signer.subject,
      words: { other: by.path },
    })),
};
