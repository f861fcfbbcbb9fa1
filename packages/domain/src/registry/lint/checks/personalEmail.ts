import type { Check } from '../Check';
import { hasStar, subjectForm } from '../subjectForm';
import type { SignerView } from '../view';

/** Robots of Google Cloud, whose address shows that they are. */
const robot = /\.iam\.gserviceaccount\.com$|^developer\.gserviceaccount\.com$/;

function isPersonal({ subject, isExact }: SignerView): boolean {
  if (subject === undefined) return false;
  const form = subjectForm(subject);
  if (form.type !== 'email') return false;
  // Whole domains are another, worse finding.
  return (isExact || !hasStar(subject)) && !robot.test(form.domain);
}

export const personalEmail: Check = {
  code: 'personal-email',
  find: ({ signers }) =>
    signers.filter(isPersonal).map(({ path, subject }) => ({
      path: `${path}.subject`,
      value: subject,
    })),
};
