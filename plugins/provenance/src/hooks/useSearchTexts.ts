import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * Texts of the address, so that a link shows the same to a colleague.
 *
 * @returns them, and what changes some of them in place; an empty text takes one away
 */
export function useSearchTexts(): [
  URLSearchParams,
  (to: Partial<Record<string, string>>) => void,
] {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (to: Partial<Record<string, string>>) =>
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
  return [search, change];
}
