import { claimNames, type ClaimName } from '../records/signer';
import { shownPattern } from './patternInWords';
import { refInWords } from './refInWords';

type Phrase = (value: string) => string;

/** What a claim asks for, as people say it; the others are named as certificates name them. */
const phrases: Partial<Record<ClaimName, Phrase>> = {
  sourceRepository: value => `only for the repository ${value}`,
  sourceRepositoryId: value => `only for the repository with the id ${value}`,
  owner: value => `only for repositories of ${value}`,
  ownerId: value => `only for repositories of the owner with the id ${value}`,
  runnerEnvironment: value => `only on machines of the kind ${value}`,
  deploymentEnvironment: value =>
    `only through the protected environment ${value}`,
  buildTrigger: value => `only when started by ${value}`,
  sourceVisibility: value => `only from ${value} repositories`,
};

/** What the claims of a certificate have to be, a phrase each. Safe to show. */
export function claimsInWords(
  claims: Partial<Record<ClaimName, string>> = {},
): string[] {
  return claimNames.flatMap(name => {
    const value = claims[name];
    if (value === undefined) return [];
    if (name === 'sourceRef') return [`only from ${refInWords(value)}`];
    const phrase = phrases[name];
    const shown = shownPattern(value);
    return [
      phrase ? phrase(shown) : `only where the claim ${name} is “${shown}”`,
    ];
  });
}
