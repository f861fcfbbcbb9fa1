import { usageIdOf, type ClaimedUsage } from '../../store';
import { invalid } from '../claims/invalid';

/** A usage and the line of the annotation that declares it. */
interface LocatedUsage {
  line: number;
  usage: ClaimedUsage;
}

/**
 * Items with one identity: the same said twice is said once; different references for one place cannot both be meant,
 * and picking one would hide the other. Neither is looked at until a location tells them apart.
 */
export function joined(located: LocatedUsage[]): ClaimedUsage[] {
  const readable = byIdentity(located.filter(({ usage }) => !usage.problem));
  const broken = located
    .filter(({ usage }) => usage.problem)
    .map(one =>
      readable.has(usageIdOf(one.usage.identity)) ? setApart(one) : one,
    );
  return [...readable.values(), ...byIdentity(broken).values()].map(group =>
    group.every(other => sameReference(group[0].usage, other.usage))
      ? (group.find(({ usage }) => !usage.isKindAssumed) ?? group[0]).usage
      : contradiction(group),
  );
}

function byIdentity(located: LocatedUsage[]): Map<string, LocatedUsage[]> {
  const groups = new Map<string, LocatedUsage[]>();
  for (const one of located) {
    const id = usageIdOf(one.usage.identity);
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return groups;
}

/** A broken item beside a good one for the same place: both are shown, and the good one is looked at. */
function setApart({ line, usage }: LocatedUsage): LocatedUsage {
  const repository = `${usage.identity.repository} (line ${line})`;
  return {
    line,
    usage: { ...usage, identity: { ...usage.identity, repository } },
  };
}

function sameReference(a: ClaimedUsage, b: ClaimedUsage): boolean {
  return a.reference === b.reference && a.bundleUrl === b.bundleUrl;
}

function contradiction(group: LocatedUsage[]): ClaimedUsage {
  const lines = group.map(({ line }) => line).join(' and ');
  const { identity, reference } = group[0].usage;
  return {
    identity,
    reference,
    problem: invalid(
      `Lines ${lines} name different references for the same place. Give each a location of its own.`,
    ),
  };
}
