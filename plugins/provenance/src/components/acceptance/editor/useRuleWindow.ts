import { useState } from 'react';
import { useWindow } from '../../../hooks';
import { textOf } from './state/fields';
import type { MarkedRule } from './state/marks';

export interface PlacedRule {
  rule: MarkedRule;
  /** In the whole list: that is what findings name. */
  place: number;
}

/** The rules whose names hold what is searched for, a window of them at a time; the open one is always there. */
export function useRuleWindow(rules: MarkedRule[], open?: number) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = rules
    .map((rule, place): PlacedRule => ({ rule, place }))
    .filter(
      ({ rule }) =>
        rule.id === open ||
        textOf(rule.fields.name).toLowerCase().includes(wanted),
    );
  const { shown: first, more } = useWindow(found);
  const beyond = found
    .slice(first.length)
    .filter(({ rule }) => rule.id === open);
  const shown = [...first, ...beyond];
  return {
    search,
    setSearch,
    shown,
    hidden: found.length - shown.length,
    more,
    isLong: rules.length > 10,
  };
}
