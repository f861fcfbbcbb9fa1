import { compilePattern } from '../../../pattern';
import type { Check, Hit } from '../Check';
import { refTail, subjectForm } from '../subjectForm';
import { isPattern } from '../view';
import { namesNothing } from './matchesEverything';

/** Where GitHub and GitLab run what was only proposed. */
const proposals = [
  { ref: 'refs/pull/1/merge', refs: 'pull requests' },
  { ref: 'refs/pull/1/head', refs: 'pull requests' },
  { ref: 'refs/merge-requests/1/head', refs: 'merge requests' },
  { ref: 'refs/merge-requests/1/merge', refs: 'merge requests' },
  {
    ref: 'refs/heads/gh-readonly-queue/main/pr-1-0123abcd',
    refs: 'the merge queue',
  },
];
const named =
  /@refs\/(?:pull|merge-requests|heads\/gh-readonly-queue)(?:\/|\*|$)/;

function acceptedBy(subject: string, isExact: boolean): string | undefined {
  // One pull request, by its number: written as such, it matches no other.
  if (named.test(subject)) return 'pull requests or their merge queue';
  if (isExact || namesNothing(subject) || !isPattern(subject)) return undefined;
  if (subjectForm(subject).type === 'email') return undefined;
  const rest = refTail(subject);
  if (!rest || rest.tail === '') return undefined;
  const { matches } = compilePattern(rest.tail);
  return proposals.find(({ ref }) => matches(rest.hasAt ? ref : `x@${ref}`))
    ?.refs;
}

export const pullRequestRef: Check = {
  code: 'pull-request-ref',
  find: ({ signers }) =>
    signers.flatMap(({ path, subject, isExact, known }): Hit[] => {
      // Where the subject has no ref, a claim speaks of it.
      if (subject === undefined || known?.hazards.refClaims) return [];
      const refs = acceptedBy(subject, isExact);
      return refs
        ? [{ path: `${path}.subject`, value: subject, words: { refs } }]
        : [];
    }),
};
