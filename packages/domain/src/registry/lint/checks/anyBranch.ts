import { compilePattern } from '../../../pattern';
import type { Check, Hit } from '../Check';
import { refTail, subjectForm } from '../subjectForm';
import type { SignerView } from '../view';
import { namesNothing } from './matchesEverything';

/** A branch that nobody has: whatever accepts it accepts any. */
const some = 'refs/heads/zq7-of-no-rule';

function whatAccepts({
  subject,
  pattern,
  known,
  claims,
}: SignerView): string | undefined {
  const { refClaims } = known?.hazards ?? {};
  if (refClaims) {
    const isBound = refClaims.some(name => {
      const claim = claims[name];
      return claim !== undefined && !namesNothing(claim);
    });
    return isBound || subject === undefined
      ? undefined
      : 'The subject has no ref and no claim binds one, so that the rule';
  }
  if (!pattern || namesNothing(pattern)) return undefined;
  if (subjectForm(pattern).type === 'email') return undefined;
  if (claims.sourceRef !== undefined && !isAnyBranch(claims.sourceRef))
    return undefined;
  const rest = refTail(pattern);
  if (!rest || rest.tail === '') return undefined;
  const ref = rest.hasAt ? some : `x@${some}`;
  return compilePattern(rest.tail).matches(ref) ? `"${pattern}"` : undefined;
}

function isAnyBranch(claim: string): boolean {
  try {
    return compilePattern(claim).matches(some);
  } catch {
    return true;
  }
}

export const anyBranch: Check = {
  code: 'any-branch',
  find: ({ signers }) =>
    signers.flatMap((signer): Hit[] => {
      const what = whatAccepts(signer);
      return what
        ? [
            {
              path: `${signer.path}.subject`,
              value: signer.subject,
              words: { what },
            },
          ]
        : [];
    }),
};
