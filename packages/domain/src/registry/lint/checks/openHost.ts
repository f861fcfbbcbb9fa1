import type { Check } from '../Check';
import { hasStar, subjectForm } from '../subjectForm';
import { namesNothing } from './matchesEverything';

/** What comes before a star has to say whose host or mail domain it is; a form that nobody knows says nothing. */
function isOpen(pattern: string): boolean {
  const form = subjectForm(pattern);
  if (form.type === 'address') return hasStar(form.host);
  return form.type === 'email' ? hasStar(form.domain) : hasStar(pattern);
}

export const openHost: Check = {
  code: 'open-host',
  find: ({ signers }) =>
    signers
      .filter(
        ({ pattern }) => pattern && !namesNothing(pattern) && isOpen(pattern),
      )
      .map(({ path, pattern }) => ({
        path: `${path}.subject`,
        value: pattern,
      })),
};
