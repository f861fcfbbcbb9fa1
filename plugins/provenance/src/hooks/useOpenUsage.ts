import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

const parameter = 'usage';

/** Which usage is open, kept in the address so that a link shows the same to a colleague. */
export function useOpenUsage(): {
  openId: string | undefined;
  toggle(id: string): void;
} {
  const [search, setSearch] = useSearchParams();
  const openId = search.get(parameter) ?? undefined;
  const toggle = useCallback(
    (id: string) =>
      setSearch(
        before => {
          const next = new URLSearchParams(before);
          if (next.get(parameter) === id) next.delete(parameter);
          else next.set(parameter, id);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { openId, toggle };
}
