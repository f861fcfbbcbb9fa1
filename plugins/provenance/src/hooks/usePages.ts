import { useState } from 'react';
import type { Page } from '@countersign/backstage-plugin-provenance-common';
import { useQuery, type Query } from './useQuery';

export const pageSize = 50;

/** So many pages of a list as somebody asked for, from the first on. */
export function usePages<Item>(
  key: string,
  loadPage: (cursor: string | undefined) => Promise<Page<Item>>,
): Query<Page<Item>> & { more(): void } {
  const [asked, setAsked] = useState({ key, pages: 1 });
  const pages = asked.key === key ? asked.pages : 1;
  const query = useQuery<Page<Item>>({
    key,
    revision: String(pages),
    load: () => loadPages(pages, loadPage),
  });
  return { ...query, more: () => setAsked({ key, pages: pages + 1 }) };
}

/** What only the first page says stays. */
export async function loadPages<Of extends Page<unknown>>(
  pages: number,
  loadPage: (cursor: string | undefined) => Promise<Of>,
): Promise<Of> {
  let answer = await loadPage(undefined);
  for (let page = 1; page < pages; page++) {
    const { nextCursor } = answer.pageInfo;
    if (nextCursor === undefined) break;
    const next = await loadPage(nextCursor);
    answer = { ...answer, ...next, items: [...answer.items, ...next.items] };
  }
  return answer;
}
