import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { RuleFilters } from '../words';

const names = ['search', 'environment', 'signer', 'rule'] as const;

/** What the table is narrowed to and which rule is open, kept in the address so that a link shows the same to a colleague. */
export function useRuleFilters(): {
  filters: RuleFilters;
  /** The name of the rule that is open. */
  open?: string;
  /** An empty text takes a filter away. */
  change(to: Partial<Record<(typeof names)[number], string>>): void;
} {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(
    () => ({
      search: search.get('search') ?? '',
      environment: search.get('environment') ?? '',
      signer: search.get('signer') ?? '',
    }),
    [search],
  );
  const change = useCallback(
    (to: Partial<Record<(typeof names)[number], string>>) =>
      setSearch(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(to))
            if (value) next.set(name, value);
            else next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { filters, open: search.get('rule') ?? undefined, change };
}
