import type { Check } from '../Check';

export const intermediaryIssuer: Check = {
  code: 'intermediary-issuer',
  find: ({ signers }) =>
    signers
      .filter(({ known }) => known?.hazards.isIntermediary)
      .map(({ path, issuer }) => ({ path: `${path}.issuer`, value: issuer })),
};
