import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  type ReactNode,
} from 'react';
import { useLocation, useResolvedPath } from 'react-router-dom';

const BaseContext = createContext<string | undefined>(undefined);

/** Where the tab is mounted, for every link below it; both frontend systems mount it in a route that takes what follows. */
export function AcceptancePathProvider(props: { children: ReactNode }) {
  const { pathname } = useResolvedPath('');
  return (
    <BaseContext.Provider value={pathname.replace(/\/+$/, '')}>
      {props.children}
    </BaseContext.Provider>
  );
}

function useBase(): string {
  const base = useContext(BaseContext);
  if (base === undefined)
    throw new Error('this needs an AcceptancePathProvider above it');
  return base;
}

/**
 * Addresses of pages of the tab.
 *
 * @returns a function of the parts after the tab's own address; each is a text of anybody's
 */
export function useAcceptancePath(): (...parts: string[]) => string {
  const base = useBase();
  return useCallback(
    (...parts) => [base, ...parts.map(encodeURIComponent)].join('/') || '/',
    [base],
  );
}

/** The first part of the address after the tab's own; empty on its first page. */
export function useAcceptanceSection(): string {
  const base = useBase();
  const { pathname } = useLocation();
  return useMemo(
    () => pathname.slice(base.length).split('/')[1] ?? '',
    [base, pathname],
  );
}
