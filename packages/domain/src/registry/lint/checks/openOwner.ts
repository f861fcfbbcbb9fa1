import type { Check } from '../Check';
import { isPersonalDomain } from '../personalDomains';
import { hasStar, ownerOf, subjectForm } from '../subjectForm';
import type { SignerView } from '../view';

function isOpen({ pattern, known }: SignerView): boolean {
  const form = subjectForm(pattern!);
  if (form.type === 'email')
    return hasStar(form.local) && isPersonalDomain(form.domain);
  if (form.type !== 'address' || hasStar(form.host)) return false;
  // In a trust domain everything belongs to whoever runs it.
  if (/^spiffe:/i.test(pattern!)) return false;
  return ownerOf(form, known?.ownerSegment).owner.some(hasStar);
}

export const openOwner: Check = {
  code: 'open-owner',
  find: ({ signers }) =>
    signers
      .filter(signer => signer.pattern && isOpen(signer))
      .map(({ path, pattern }) => ({
        path: `${path}.subject`,
        value: pattern,
      })),
};
