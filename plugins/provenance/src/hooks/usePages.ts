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
    load: async () => {
      let page = await loadPage(undefined);
      for (let i = 1; i < pages; i++) {
        const { nextCursor } = page.pageInfo;
        if (nextCursor === undefined) break;
        const next = await loadPage(nextCursor);
        page = { ...next, items: [...page.items, ...next.items] };
      }
      return page;
    },
  });
  return { ...query, more: () => setAsked({ key, pages: pages + 1 }) };
}
