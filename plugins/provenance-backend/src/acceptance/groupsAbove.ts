import { RELATION_CHILD_OF, type Entity } from '@backstage/catalog-model';
import { inSmallLetters } from '../store';

/** Organisations are not deeper; a catalog that somebody made to be is not followed further. */
export const mostLevels = 8;
export const mostGroups = 500;

/**
 * Groups and the groups above them: whoever is in a team is in what the team is part of, as ownership in the portal
 * has it. What lies beyond the limits is not found, so that nobody counts through it.
 *
 * @param read - entities of these references, in their order
 * @returns for each group itself and all above it, in small letters
 */
export async function groupsAbove(
  groups: Iterable<string>,
  read: (refs: string[]) => Promise<(Entity | undefined)[]>,
): Promise<(group: string) => string[]> {
  const parents = await parentsOf([...groups].map(inSmallLetters), read);
  return group => reachable(inSmallLetters(group), parents);
}

async function parentsOf(
  groups: string[],
  read: (refs: string[]) => Promise<(Entity | undefined)[]>,
): Promise<Map<string, string[]>> {
  const parents = new Map<string, string[]>();
  let next = [...new Set(groups)];
  for (let level = 0; level < mostLevels && next.length > 0; level++) {
    const asked = next.slice(0, mostGroups - parents.size);
    if (asked.length === 0) break;
    const entities = await read(asked);
    asked.forEach((ref, i) => parents.set(ref, parentsIn(entities[i])));
    const above = asked.flatMap(ref => parents.get(ref) ?? []);
    next = [...new Set(above)].filter(ref => !parents.has(ref));
  }
  return parents;
}

function parentsIn(entity: Entity | undefined): string[] {
  return (entity?.relations ?? [])
    .filter(({ type }) => type === RELATION_CHILD_OF)
    .map(({ targetRef }) => inSmallLetters(targetRef));
}

/** Each once: a catalog may say that two groups are above each other. */
function reachable(group: string, parents: Map<string, string[]>): string[] {
  const found = new Set([group]);
  for (const one of found)
    for (const parent of parents.get(one) ?? []) found.add(parent);
  return [...found];
}
