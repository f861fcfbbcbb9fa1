import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { standingOf, worstFirst } from './standing';
import { artifactName } from './artifact';
import { groupByPlace } from './places';

export interface EnvironmentGroup {
  /** Undefined: no environment was declared. */
  environment?: string;
  usages: UsageSummary[];
}

/** The order where the configuration of the portal does not say one. */
export const usualEnvironments = ['dev', 'staging', 'prod'];

/**
 * Usages by environment: declared ones in their order, then others by the alphabet, undeclared ones last. Within an
 * environment the worst come first, each with what else its place runs.
 */
export function groupByEnvironment(
  usages: UsageSummary[],
  declared: string[],
): EnvironmentGroup[] {
  const groups = new Map<string | undefined, UsageSummary[]>();
  for (const usage of usages) {
    const group = groups.get(usage.environment) ?? [];
    group.push(usage);
    groups.set(usage.environment, group);
  }
  return [...groups]
    .sort(([a], [b]) => compareEnvironments(a, b, declared))
    .map(([environment, group]) => ({
      environment,
      usages: groupByPlace([...group].sort(compareUsages)).flatMap(
        place => place.usages,
      ),
    }));
}

export function compareEnvironments(
  a: string | undefined,
  b: string | undefined,
  declared: string[],
): number {
  const rank = (name: string | undefined) => {
    if (name === undefined) return declared.length + 1;
    const index = declared.indexOf(name);
    return index === -1 ? declared.length : index;
  };
  return rank(a) - rank(b) || (a ?? '').localeCompare(b ?? '');
}

function compareUsages(a: UsageSummary, b: UsageSummary): number {
  return (
    worstFirst(standingOf(a), standingOf(b)) ||
    artifactName(a).localeCompare(artifactName(b)) ||
    a.id.localeCompare(b.id)
  );
}
