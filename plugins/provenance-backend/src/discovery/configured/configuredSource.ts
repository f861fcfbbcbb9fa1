import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { usageIdOf, type ClaimedUsage } from '../../store';
import type { Source } from '../Source';
import type { Entry } from './Entry';
import { usageOfEntry } from './usageOfEntry';

/**
 * What configuration declares. It is asked in every pass, also where it has no entries: whoever takes one out means that
 * what it said ends.
 */
export function configuredSource(
  name: string,
  entries: readonly Entry[],
): Source {
  return {
    name,
    standing: 'declared',
    async locate(entities) {
      return entities.map(entity => ({
        entityRef: stringifyEntityRef(entity),
        usages: usagesOf(entity, entries),
      }));
    },
  };
}

function usagesOf(entity: Entity, entries: readonly Entry[]): ClaimedUsage[] {
  const said = entries.flatMap((entry, i) => {
    const usage = usageOfEntry(entity, entry, i + 1);
    return usage ? [{ usage, label: entry.label }] : [];
  });
  const good = said.filter(({ usage }) => !usage.problem);
  const places = new Set(good.map(({ usage }) => usageIdOf(usage.identity)));
  return said.map(({ usage, label }) =>
    usage.problem && places.has(usageIdOf(usage.identity))
      ? setApart(usage, label)
      : usage,
  );
}

/** What one entry makes a mess of must not take the place of what another one says there. */
function setApart(usage: ClaimedUsage, label: string): ClaimedUsage {
  const repository = `${usage.identity.repository} (${label})`;
  return { ...usage, identity: { ...usage.identity, repository } };
}
