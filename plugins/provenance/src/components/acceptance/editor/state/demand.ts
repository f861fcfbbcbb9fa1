import {
  contentDiff,
  isNoChange,
  reviewDemand,
  visibleText,
  type ProductionTouch,
  type RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { touchWords } from '../../../../words';

/** Which environments are production is not known here; a rule of every environment speaks of it in any case. */
const touches: Record<ProductionTouch, string> = {
  ...touchWords,
  'rule-in-production': 'it changes a rule that speaks of every environment',
};

/**
 * What reviews a proposal will need, as far as a browser can say: which environments are production is known to the
 * backend alone, which counts when it is reviewed.
 */
export function demandWords(
  before: RegistryContent,
  after: RegistryContent,
): string[] {
  const diff = contentDiff(before, after);
  if (isNoChange(diff)) return ['It changes nothing yet.'];
  // With no environment as production what is left needs two anyhow; with all of them it is the most that is needed.
  const [least, most] = [[], undefined].map(production =>
    reviewDemand(diff, { production }),
  );
  const named = environmentsOf(diff);
  const owners = most.owners.map(owner => visibleText(owner, 120));
  return [
    ...countWords(least.approvals, most.approvals, named, [
      ...least.production.map(touch => touches[touch]),
    ]),
    ...(owners.length > 0
      ? [`Somebody of ${owners.join(', ')} has to be among them.`]
      : []),
    ...(most.isNarrowing
      ? ['It only distrusts more: one security reviewer may merge it at once.']
      : []),
  ];
}

function countWords(
  least: number,
  most: number,
  environments: string[],
  why: string[],
): string[] {
  if (least === 2)
    return [`It needs two reviewers, because ${why.join(' and ')}.`];
  if (most === 1) return ['It needs one reviewer.'];
  return [
    `It touches ${environments.join(
      ', ',
    )}: two reviewers where one of these is production, else one.`,
  ];
}

/** Those of which the changed rules speak, before or after. */
function environmentsOf({ rules }: ReturnType<typeof contentDiff>): string[] {
  const named = rules.flatMap(change => [
    ...('before' in change ? change.before.environments ?? [] : []),
    ...('after' in change ? change.after.environments ?? [] : []),
  ]);
  return [...new Set(named)].map(name => visibleText(name, 80));
}
