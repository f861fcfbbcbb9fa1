import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

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
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => {
    const set = names.flatMap(name => {
      const value = search.get(name);
      return value ? [[name, [value]]] : [];
    });
    return Object.fromEntries(set) as DiscoveryFilters;
  }, [search]);
  const narrow = useCallback(
    (changes: Partial<Record<(typeof names)[number], string>>) =>
      setSearch(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes))
            if (value) next.set(name, value);
            else next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { filters, narrow };
}
