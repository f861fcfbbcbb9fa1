import {
  contentDiff,
  isNoChange,
  reviewDemand,
  visibleText,
  type RegistryContent,
  type ReviewDemand,
} from '@countersign/backstage-plugin-provenance-common';
import { demandWords } from '../../../../words';

/**
 * What reviews a proposal will need, as far as a browser can say: which environments are production is known to the
 * backend alone, which counts when it is reviewed.
 */
export function expectedReviews(
  before: RegistryContent,
  after: RegistryContent,
): string[] {
  const diff = contentDiff(before, after);
  if (isNoChange(diff)) return ['It changes nothing yet.'];
  // With no environment as production what is left needs two anyhow; with all of them it is the most that is needed.
  const [least, most] = [[], undefined].map(production =>
    reviewDemand(diff, { production }),
  );
  const owners = most.owners.map(owner => visibleText(owner, 120));
  return [
    countWords(least, most, environmentsOf(diff)),
    ...(owners.length > 0
      ? [`Somebody of ${owners.join(', ')} has to be among them.`]
      : []),
    ...(most.isNarrowing
      ? ['It only distrusts more: one security reviewer may merge it at once.']
      : []),
  ];
}

function countWords(
  least: ReviewDemand,
  most: ReviewDemand,
  environments: string[],
): string {
  if (least.approvals === most.approvals) return demandWords(least);
  return `It touches ${environments.join(
    ', ',
  )}: two reviewers where one of these is production, else one.`;
}

/** Those of which the changed rules speak, before or after. */
function environmentsOf({ rules }: ReturnType<typeof contentDiff>): string[] {
  const named = rules.flatMap(change => [
    ...('before' in change ? change.before.environments ?? [] : []),
    ...('after' in change ? change.after.environments ?? [] : []),
  ]);
  return [...new Set(named)].map(name => visibleText(name, 80));
}
