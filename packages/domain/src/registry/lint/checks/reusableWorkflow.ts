import type { Check } from '../Check';
import type { SignerView } from '../view';
import { namesNothing } from './matchesEverything';

const sources = ['sourceRepository', 'sourceRepositoryId', 'owner', 'ownerId'];

function isBound({ claims, isOwnOnly }: SignerView): boolean {
  if (isOwnOnly) return true;
  return sources.some(name => {
    const claim = claims[name];
    return claim !== undefined && !namesNothing(claim);
  });
}

/** S2.3: for whom a workflow ran comes from the certificate's claims. */
export const reusableWorkflow: Check = {
  code: 'reusable-workflow',
  find: ({ signers }) =>
    signers
      .filter(signer => signer.known?.hazards.isReusable && !isBound(signer))
      .map(({ path, subject }) => ({ path, value: subject })),
};
