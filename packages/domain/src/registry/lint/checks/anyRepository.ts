import type { Check } from '../Check';
import { hasStar, ownerOf, subjectForm } from '../subjectForm';
import type { SignerView } from '../view';

/** The part behind the owner is open, and something behind it is not. */
function isAny({ pattern, known, claims, isOwnOnly }: SignerView): boolean {
  if (isOwnOnly || (claims.sourceRepository ?? claims.sourceRepositoryId))
    return false;
  const form = subjectForm(pattern!);
  if (form.type !== 'address' || hasStar(form.host)) return false;
  const { owner, below } = ownerOf(form, known?.ownerSegment);
  const [repository, ...rest] = below;
  return (
    !owner.some(hasStar) &&
    repository === '*' &&
    rest.some(segment => !segment.startsWith('*'))
  );
}

export const anyRepository: Check = {
  code: 'any-repository',
  find: ({ signers }) =>
    signers
      .filter(signer => signer.pattern && isAny(signer))
      .map(({ path, pattern }) => ({
        path: `${path}.subject`,
        value: pattern,
      })),
};
