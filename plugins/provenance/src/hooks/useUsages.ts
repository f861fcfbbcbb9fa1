import { useApi } from '@backstage/core-plugin-api';
import type {
  ProvenanceApi,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

export interface Usages {
  items: UsageSummary[];
  /** Usages that the viewer may see, also those beyond `items`. */
  totalItems: number;
  /** Whether every page was read: only then may the items be counted. */
  complete: boolean;
}

const firstPage = 100;
const laterPages = 500;
/** An entity with more usages is shown in part, and says so. */
const mostUsages = 5_000;
const checkingMilliseconds = 2_000;
const awaitedMilliseconds = 10_000;

/**
 * Every usage of an entity, the first hundred as soon as they are there; looks again while a check is under way.
 *
 * @param options - `awaited`: usages are expected, so an empty list is asked for again
 */
export function useUsages(
  entityRef: string,
  options: { awaited: boolean },
): Query<Usages> {
  const api = useApi(provenanceApiRef);
  return useQuery<Usages>({
    key: entityRef,
    load: publish => loadUsages(api, entityRef, publish),
    pollAfter: ({ items }) => {
      if (items.some(usage => usage.checking)) return checkingMilliseconds;
      return items.length === 0 && options.awaited
        ? awaitedMilliseconds
        : undefined;
    },
  });
}

async function loadUsages(
  api: ProvenanceApi,
  entityRef: string,
  publish: (part: Usages) => void,
): Promise<Usages> {
  const items: UsageSummary[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await api.listUsages({
      entityRef: [entityRef],
      limit: items.length === 0 ? firstPage : laterPages,
      cursor,
    });
    items.push(...page.items);
    cursor = page.pageInfo.nextCursor;
    const { totalItems } = page;
    const usages = { items: [...items], totalItems, complete: !cursor };
    if (!cursor || page.items.length === 0 || items.length >= mostUsages) {
      return usages;
    }
    publish(usages);
  }
}
