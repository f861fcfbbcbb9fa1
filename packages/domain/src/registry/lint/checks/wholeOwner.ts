import type { Check } from '../Check';
import { isPersonalDomain } from '../personalDomains';
import { hasStar, ownerOf, subjectForm } from '../subjectForm';
import type { SignerView } from '../view';
import { namesNothing } from './matchesEverything';

function isWhole({ pattern, known }: SignerView): boolean {
  const form = subjectForm(pattern!);
  if (form.type === 'email')
    return (
      hasStar(form.local) &&
      !hasStar(form.domain) &&
      !isPersonalDomain(form.domain)
    );
  if (form.type !== 'address' || hasStar(form.host)) return false;
  if (/^spiffe:/i.test(pattern!)) return isAll(form.segments);
  const { owner, below } = ownerOf(form, known?.ownerSegment);
  return !owner.some(hasStar) && isAll(below);
}

/** From the first segment on, or behind segments that say nothing, everything is open. */
function isAll(segments: string[]): boolean {
  const first = segments.findIndex(segment => segment !== '*');
  return first >= 0 ? segments[first].startsWith('**') : segments.length > 0;
}

function namesRepository({ claims, isOwnOnly }: SignerView): boolean {
  return (
    isOwnOnly ||
    [claims.sourceRepository, claims.sourceRepositoryId].some(
      claim => claim !== undefined && !namesNothing(claim),
    )
  );
}

/** S2.4: which repository it was has to come from somewhere. */
export const wholeOwner: Check = {
  code: 'whole-owner',
  find: ({ signers }) =>
    signers
      .filter(
        signer => signer.pattern && isWhole(signer) && !namesRepository(signer),
      )
      .map(({ path, pattern }) => ({
        path: `${path}.subject`,
        value: pattern,
      })),
};
