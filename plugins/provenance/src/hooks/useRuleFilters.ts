import { useMemo } from 'react';
import type { RuleFilters } from '../words';
import { useSearchTexts } from './useSearchTexts';

const names = ['search', 'environment', 'signer', 'rule'] as const;

/** What the table is narrowed to and which rule is open, kept in the address so that a link shows the same to a colleague. */
export function useRuleFilters(): {
  filters: RuleFilters;
  /** The name of the rule that is open. */
  open?: string;
  /** An empty text takes a filter away. */
  change(to: Partial<Record<(typeof names)[number], string>>): void;
} {
  const [search, change] = useSearchTexts();
  const filters = useMemo(
    () => ({
      search: search.get('search') ?? '',
      environment: search.get('environment') ?? '',
      signer: search.get('signer') ?? '',
    }),
    [search],
  );
  return { filters, open: search.get('rule') ?? undefined, change };
}
