import { useMemo } from 'react';
import { useSearchTexts } from './useSearchTexts';

export interface DiscoveryFilters {
  kind?: string[];
  type?: string[];
  owner?: string[];
}

const names = ['kind', 'type', 'owner'] as const;

/** What the list of entities is narrowed to, kept in the address so that a link shows the same to a colleague. */
export function useDiscoveryFilters(): {
  filters: DiscoveryFilters;
  /** An empty text takes a filter away. */
  narrow(changes: Partial<Record<(typeof names)[number], string>>): void;
} {
  const [search, narrow] = useSearchTexts();
  const filters = useMemo(() => {
    const set = names.flatMap(name => {
      const value = search.get(name);
      return value ? [[name, [value]]] : [];
    });
    return Object.fromEntries(set) as DiscoveryFilters;
  }, [search]);
  return { filters, narrow };
}
